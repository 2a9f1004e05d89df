use super::*;

#[test]
fn explore() {
    let head = "{\n  \"connectionKey\": \"a\",\n  \"connection\": {\n    \"handler\": \"Snowflake\"";
    for f in [
        "▮".to_owned(), "{▮}".into(), "{\n  ▮\n}".into(), "{\n  con▮\n}".into(), "{\n  \"con▮\"\n}".into(), "{\n  \"con▮\n}".into(),
        format!("{head},\n    ▮\n  }}\n}}\n"), format!("{head}\n    ▮\n  }}\n}}\n"), format!("{head},\n    \"wa▮\": \"x\"\n  }}\n}}\n"),
        format!("{head},\n    ▮\n    \"port\": 443\n  }}\n}}\n"), format!("{head},\n    \"wa▮"),
        "{\"connectionKey\": \"a\", \"connection\": {\"handler\": ▮}}".into(), "{\"connectionKey\": \"a\", \"connection\": {\"handler\": \"Sno▮\"}}".into(),
        "{\"connectionKey\": \"a\", \"connection\": {\"handler\": \"Sno▮}}".into(),"{\"connectionKey\": \"a\", \"connection\": {\"handler\":▮".into(),
        "{\"connectionKey\": \"a\", \"sources\": [▮]}".into(), "{\n  \"connectionKey\": \"a\",\n  \"sources\": [\n    ▮\n  ]\n}".into(), "{\n  \"connectionKey\": \"a\",\n  \"sources\": [\n    {\"table\": \"x\"}\n    ▮\n  ]\n}".into(),
        "{\"connectionKey\": \"a\", \"options\": ▮}".into(), "{\"connectionKey\": \"a\",\n  \"owners\": ▮\n}".into(),
        "{\"connectionKey\": \"a\", \"nameTemplate\": {\"dataSourceFormat\": \"<sch▮\"}}".into(), "{\"connectionKey\": \"a\", \"nameTemplate\": {\"dataSourceFormat\": ▮}}".into(),
        "{\"connectionKey\": \"a\", \"options\": {\"hardDelete\": ▮}}".into(), "{\"connectionKey\": \"a\"▮}".into(), "{\"connectionKey\": \"a\" ▮}".into(), "{\"connectionKey\": \"a\"} ▮".into(),
    ] {
        let (text, offset) = parse(&f);
        println!("=== {f:?}");
        println!("   {:?}", Syntax::new(&Text::from(text.as_str()), Dialect::Json).cursor(offset).map(|c| (c.spot.place, c.path(), c.spot.hang)));
        for item in items(&text, offset, Dialect::Json).iter().take(4) {
            let t = accept(&text, offset, item);
            let at = item.range.start.saturating_sub(12);
            let mut at = at; while !t.is_char_boundary(at) { at -= 1 }
            println!("   {:30} {:?} {:?}", item.label, &t[at..].chars().take(100).collect::<String>(), item.filter_text);
        }
    }
}
