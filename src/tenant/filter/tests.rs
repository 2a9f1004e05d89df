//! Secrets in every encoding that a tenant may send them back in.

use super::*;

const PEM: &str = "-----BEGIN KEY-----\nMIIEvQ/IBADAN==\n-----END KEY-----\n";

fn filter() -> Filter {
    let filled = [
        ("PASSWORD", "it's \"pass/wörd\""),
        ("LONGER", "it's \"pass/wörd\" and more"),
        ("PEM", PEM),
        ("SHORT", "abc"),
        ("SPACED", "spaced\n"),
    ];
    let filled = filled.map(|(name, value)| (name.to_owned(), SecretString::from(value)));
    Filter::new(&ApiKey::new("key\"/0123").expect("a key"), &filled)
}

#[test]
fn secrets_are_taken_out_however_they_are_spelled() {
    for (said, heard) in [
        ("the key key\"/0123 is bad", "the key [API key] is bad"),
        (
            r#"password: "it's \"pass/wörd\"""#,
            r#"password: "${PASSWORD}""#,
        ),
        (
            r#"{\"a\": \"it's \\\"pass/wörd\\\"\"}"#,
            r#"{\"a\": \"${PASSWORD}\"}"#,
        ),
        ("it's \"pass/wörd\" and more", "${LONGER}"),
        (PEM, "${PEM}"),
        (
            r"-----BEGIN KEY-----\nMIIEvQ/IBADAN==\n-----END KEY-----\n",
            "${PEM}",
        ),
        ("line 2: MIIEvQ/IBADAN== is odd", "line 2: ${PEM} is odd"),
        ("abc spaced", "abc ${SPACED}"),
    ] {
        assert_eq!(filter().text(said), heard);
    }
}

#[test]
fn a_secret_is_taken_out_in_any_encoding_and_in_parts() {
    let key = ApiKey::new("Kq7-zX'2/pl+9 w\"e&R%4~t<").expect("a key");
    let secret = "Pa55-Wörd!x/'9\"&<%zz \\ü";
    let filled = [("DB_PASSWORD".to_owned(), SecretString::from(secret))];
    let filter = Filter::new(&key, &filled);
    let percent = |text: &str, keep: &dyn Fn(u8) -> bool, upper: bool| -> String {
        let encoded = text.bytes().map(|byte| match (keep(byte), upper) {
            (true, _) => char::from(byte).to_string(),
            (false, true) => format!("%{byte:02X}"),
            (false, false) => format!("%{byte:02x}"),
        });
        encoded.collect()
    };
    let html = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('"', "&quot;").replace('\'', "&#39;")
    };
    let ascii = |text: &str| {
        let json = serde_json::Value::from(text).to_string();
        let escaped = json.chars().map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                let mut units = [0; 2];
                let units = c.encode_utf16(&mut units).iter();
                units.map(|unit| format!("\\u{unit:04x}")).collect()
            }
        });
        let escaped: String = escaped.collect();
        escaped.trim_matches('"').to_owned()
    };
    let numeric = |text: &str| -> String {
        let numeric = text.chars().map(|c| format!("&#x{:x};", u32::from(c)));
        numeric.collect()
    };
    for (text, mark) in [(key.expose(), "[API key]"), (secret, "${DB_PASSWORD}")] {
        let half: String = text.chars().take(text.chars().count() / 2 + 1).collect();
        let end: String = text.chars().skip(text.chars().count() / 2 - 1).collect();
        let start: String = text.chars().take(7).collect();
        let standard = BASE64_STANDARD_NO_PAD;
        let forms = [
            text.to_owned(),
            text.to_lowercase(),
            text.to_uppercase(),
            half,
            end,
            format!("{start}…"),
            format!("{start}... (cut)"),
            percent(text, &|byte| byte.is_ascii_alphanumeric(), true),
            percent(text, &|byte| byte.is_ascii_alphanumeric(), false),
            percent(text, &|byte| byte.is_ascii_graphic() && byte != b'%', true),
            percent(text, &|_| false, true).replace('%', "%25"),
            percent(text, &|byte| byte.is_ascii_alphanumeric(), true).replace("%20", "+"),
            html(text),
            numeric(text),
            html(&html(text)),
            text.replace('\'', "''"),
            text.replace('\'', "\\'"),
            text.replace('"', "\"\""),
            ascii(text),
            ascii(&ascii(text)),
            ascii(text).to_uppercase().replace("\\U", "\\u"),
            text.bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
            text.bytes().map(|byte| format!("{byte:02X}")).collect(),
            standard.encode(text),
            standard.encode(format!("a:{text}")),
            standard.encode(format!("ab:{text}")),
            standard.encode(format!("{{\"a\": {text}}}")),
            base64::prelude::BASE64_URL_SAFE.encode(format!("u:{text}")),
        ];
        for form in forms {
            let said = format!("it says <{form}> here");
            let heard = filter.text(&said);
            assert!(heard.contains(mark), "{form}: {heard}");
            assert!(heard.len() < mark.len() + 32, "{form}: {heard}");
            let body = serde_json::json!({ "message": said, "more": [{ &form: 1 }] });
            let heard = filter.body(body.to_string());
            assert!(heard.matches(mark).count() >= 2, "{form}: {heard}");
        }
    }
    for harmless in [
        "it says nothing",
        "word",
        "the key is bad",
        "%zz",
        "&<",
        "a%41b\\",
    ] {
        assert_eq!(filter.text(harmless), harmless);
    }
}

#[test]
fn numbers_are_secrets_too_and_long_ones_are_found() {
    let long = "0123456789abcdef-".repeat(1_000);
    let filled = [("PIN", "48151623"), ("LONG", &long)];
    let filled = filled.map(|(name, value)| (name.to_owned(), SecretString::from(value)));
    let filter = Filter::new(&ApiKey::new("0-key-of-mine").expect("a key"), &filled);
    let said = r#"{"port": 48151623, "other": 4815}"#;
    let heard = r#"{"other":4815,"port":"${PIN}"}"#;
    assert_eq!(filter.body(said.to_owned()), heard);
    assert_eq!(filter.text(&format!("<{long}>")), "<${LONG}>");
    let part = long.get(500..900).expect("a part of the long secret");
    assert!(filter.text(part).len() < 80);
}

#[test]
fn a_body_stays_json_and_no_way_of_escaping_hides_a_secret() {
    for (said, heard) in [
        (r#"{"a": "key\"\/0123"}"#, r#"{"a":"[API key]"}"#),
        (
            r#"{"a": ["\u0069t's \"pass\u002fw\u00f6rd\""]}"#,
            r#"{"a":["${PASSWORD}"]}"#,
        ),
        (r#"{"key\"/0123": {"b": 1}}"#, r#"{"[API key]":{"b":1}}"#),
        (r#"{"a": "key\"/0123", "a": 1}"#, r#"{"a":1}"#),
        (r#"{"as":   "it was" }"#, r#"{"as":   "it was" }"#),
        (r#"{"cut": "key\"/0123"#, r#"{"cut": "[API key]"#),
    ] {
        assert_eq!(filter().body(said.to_owned()), heard);
    }
}

#[test]
fn nothing_steers_a_terminal() {
    let said = "\u{1b}[31mred\u{7} \u{9b}2J\r\n\tturned \u{202e}dnuora";
    let heard = " [31mred   2J \n\tturned  dnuora";
    assert_eq!(filter().text(said), heard);
    let said = r#"{"a": "\u001b]0;title\u0007"}"#;
    assert_eq!(filter().body(said.to_owned()), r#"{"a":" ]0;title "}"#);
}
