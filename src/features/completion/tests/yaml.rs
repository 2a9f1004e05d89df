use super::*;

#[test]
fn explore() {
    let head = "connectionKey: a\nconnection:\n  handler: Snowflake\n";
    for f in [
        "▮".to_owned(), "con▮".into(), "# c\n▮".into(), "foo: 1\n▮".into(), "connectionKey: a\n▮".into(), "connectionKey: a\nconn▮".into(),
        "conn▮\nconnectionKey: a\nsources: []\n".into(),
        format!("{head}  ▮"), format!("{head}  ▮\nsources: []\n"), format!("{head}  wa▮\nsources: []\n"), format!("{head}wa▮\nsources:\n  - table: a\n"),
        format!("{head}  authenticationMethod:▮"), format!("{head}  authenticationMethod: ▮\n"), format!("{head}  authenticationMethod: key▮\n"),
        format!("{head}  authenticationMethod: \"key▮\n  port: 443\n"), format!("{head}  authenticationMethod: keyPair\n  ▮"),
        "connectionKey: a\nconnection:\n  ▮\n".into(), "connectionKey: a\nconnection:\n  handler: ▮\n".into(), "connectionKey: a\nconnection: ▮\n".into(),
        "connectionKey: a\nsources:\n▮".into(), "connectionKey: a\nsources:\n  ▮".into(), "connectionKey: a\nsources:\n  - ▮".into(), "connectionKey: a\nsources:\n  -▮".into(),
        "connectionKey: a\nsources:\n  - table: x\n    ▮".into(), "connectionKey: a\nsources:\n  - table: x\n  ▮".into(), "connectionKey: a\nsources:\n  - ta▮".into(), "connectionKey: a\nsources:\n  - table: x\n    de▮\n  - table: y\n".into(),
        "connectionKey: a\nowners:\n  - ▮".into(), "connectionKey: a\nowners:\n  ▮".into(), "connectionKey: a\nowners:\n  - type: ▮".into(),
        "connectionKey: a\nowners: [{▮}]".into(), "connectionKey: a\nowners: [▮]".into(), "connectionKey: a\nowners: [{type: user, ▮".into(),
        "connectionKey: a\nnameTemplate:\n  dataSourceFormat: ▮".into(), "connectionKey: a\nnameTemplate:\n  dataSourceFormat: <sche▮ma>.<table>\n".into(),
        "connectionKey: a\noptions:\n  hardDelete: ▮".into(), "connectionKey: a\noptions: {hardDelete: t▮}".into(), "connectionKey: a\noptions:\n  tableTags:\n    ▮".into(),
        "connectionKey: a # ▮".into(), "connectionKey: ▮".into(), format!("{head}  ▮handler: x"), format!("{head}  hostn▮ame: x"),
    ] {
        let (text, offset) = parse(&f);
        println!("=== {f:?}");
        println!("   {:?}", Syntax::new(&Text::from(text.as_str()), Dialect::Yaml).cursor(offset).map(|c| (c.spot.place, c.path(), c.spot.hang)));
        for item in items(&text, offset, Dialect::Yaml).iter().take(6) {
            let t = accept(&text, offset, item);
            let at = item.range.start.saturating_sub(12);
            let mut at = at; while !t.is_char_boundary(at) { at -= 1 }
            println!("   {:30} {:?}", item.label, &t[at..].chars().take(100).collect::<String>());
        }
    }
}
