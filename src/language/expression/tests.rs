#![allow(clippy::string_slice, reason = "a test may stop")]

use super::*;

const CURSOR: &str = "▮";

/// The names of an expression: with the kinds of their arguments.
fn names(text: &str, language: Language) -> String {
    let shown = |name: &Name| {
        let call = name.call.as_ref().map(|call| {
            let kinds = call.arguments.iter().map(|argument| {
                let written = &text[argument.range.range()];
                format!("{:?} {written}", argument.kind)
            });
            let closing = if call.closed { ")" } else { "…" };
            format!("({}{closing}", kinds.collect::<Vec<_>>().join(", "))
        });
        let embedded = if name.embedded { "in text: " } else { "" };
        format!(
            "{embedded}{}{}",
            &text[name.range.range()],
            call.unwrap_or_default()
        )
    };
    let expression = parse(text, language);
    expression
        .names
        .iter()
        .map(shown)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn names_and_arguments_are_found_in_sql() {
    for (text, expected) in [
        (
            "@isInGroups('a', 'b''c')",
            "@isInGroups(Text 'a', Text 'b''c')",
        ),
        (
            "x = @iam OR @columnTagged('PII') IN (select @username)",
            "@iam; @columnTagged(Text 'PII'); @username",
        ),
        (
            "@attributeValuesContains('a', COALESCE(@columnTagged('b'), 'x'))",
            "@attributeValuesContains(Text 'a', Other COALESCE(@columnTagged('b'), 'x')); @columnTagged(Text 'b')",
        ),
        ("mail = 'a@iam' -- @iam\n AND \"@iam\" = 1", ""),
        (
            "@f(sales team, \"b\", , ${X})",
            "@f(Words sales team, DoubleQuoted \"b\", Nothing , Unknown ${X})",
        ),
        ("@f()", "@f()"),
        ("@f('a',)", "@f(Text 'a', Nothing )"),
        ("@f('a' 'b')", "@f(Jumble 'a' 'b')"),
        ("@f('a' || 'b')", "@f(Other 'a' || 'b')"),
        ("@f('a', 'b", "@f(Text 'a', Unknown 'b…"),
    ] {
        assert_eq!(names(text, Language::Where), expected, "{text}");
    }
}

#[test]
fn in_a_subscription_variables_stand_in_texts() {
    for (text, expected) in [
        (
            "@hasAttribute('a', '@hostname.@database.*') AND NOT (@iam)",
            "@hasAttribute(Text 'a', Text '@hostname.@database.*'); in text: @hostname; in text: @database; @iam",
        ),
        ("@f('it''s')", "@f(Unknown 'it''s')"),
        ("@f('a' 'b')", "@f(Jumble 'a' 'b')"),
        (
            "@isInGroups('team@example.com')",
            "@isInGroups(Text 'team@example.com')",
        ),
    ] {
        assert_eq!(names(text, Language::Subscription), expected, "{text}");
    }
}

#[test]
fn what_does_not_fit_together_is_told() {
    let errors = |text: &str| -> Vec<String> {
        let errors = parse(text, Language::Subscription).errors;
        let shown = |error: &ExpressionError| {
            let name = format!("{error:?}");
            let name = name.split('(').next().unwrap_or_default();
            format!("{name} {}", text[error.range().range()].trim())
        };
        errors
            .iter()
            .map(|error| shown(error).trim().to_owned())
            .collect()
    };
    for (text, expected) in [
        ("@a('x') AND @b('y') or not (@c)", vec![]),
        ("@a('x') @b('y')", vec!["Gap"]),
        (
            "@a('x') && @b('y') || @c('z')",
            vec!["Joined &&", "Joined ||"],
        ),
        ("@a('x'), @b('y')", vec!["Joined ,"]),
        ("@a('x') && !@b('y')", vec!["Joined &&", "Negated !"]),
        ("!@b('y')", vec!["Negated !"]),
        ("AND @a('x')", vec!["NothingBefore AND"]),
        ("@a('x') OR", vec!["NothingBehind OR"]),
        ("@a('x') AND NOT", vec!["NothingBehind NOT"]),
        ("@a('x') AND ()", vec!["Empty ()"]),
        ("@a('x') AN @b('y')", vec!["Joined AN"]),
        ("@a('x') b('y')", vec![]),
        ("@database = 'x'", vec![]),
        ("hasAttribute('x')", vec![]),
    ] {
        assert_eq!(errors(text), expected, "{text}");
    }
}

#[test]
fn only_what_closes_under_no_reading_does_not_close() {
    for text in [
        "",
        "a = 'it''s' AND b LIKE '%\\' ESCAPE '\\'",
        "a = 'it\\'s'",
        "a = $$it's (fine$$ AND ($q$)$q$ = 'x')",
        "a = 1 -- it's a comment (",
        "a = 1 # it's",
        "a = 1 // it's",
        "/* it's ( */ a = 1",
        "a = '''it's'''",
        "a = \"it's\" AND `b'` = 1",
        "x ~ '\\\\('",
    ] {
        assert_eq!(balance(text), Balance::Closed, "{text}");
    }
    for (text, expected) in [
        ("a = 'x", Balance::OpenQuote),
        ("@isInGroups('Founders'')", Balance::OpenQuote),
        ("(a = 'x'", Balance::Parentheses),
        ("a = 'x')", Balance::Parentheses),
        ("a = ')'(", Balance::Parentheses),
        ("(a = 'x", Balance::OpenQuote),
    ] {
        assert_eq!(balance(text), expected, "{text}");
    }
}

/// Where the cursor is: in which argument of what, in a text, on a name.
fn placed(fixture: &str, language: Language) -> String {
    let offset = fixture.find(CURSOR).expect("a cursor");
    let text = fixture.replacen(CURSOR, "", 1);
    let place = cursor_at(&text, language, offset);
    let mut out = String::new();
    if let Some(function) = place.function {
        let direct = if place.direct { "" } else { " deep" };
        out += &format!("{} {}{direct}", &text[function.range()], place.argument);
    }
    if let Some(quote) = place.quote {
        out += &format!(" in {}", &text[quote.at..offset]);
    }
    if let Some(name) = place.name {
        out += &format!(" on {}", &text[name.range()]);
    }
    if place.comment {
        out += " in a comment";
    }
    out.trim().to_owned()
}

#[test]
fn the_cursor_is_where_the_text_before_it_says() {
    for language in [Language::Where, Language::Subscription] {
        for (fixture, expected) in [
            ("▮", ""),
            ("@▮", "on @"),
            ("@is▮In", "on @is"),
            ("@f(▮)", "@f 0"),
            ("@f('a', ▮", "@f 1"),
            ("@f('a'▮, 'b')", "@f 0"),
            ("@f('a', 'b▮')", "@f 1 in 'b"),
            ("@f('a', '▮", "@f 1 in '"),
            ("@f('a', '@▮", "@f 1 in '@ on @"),
            ("@f('a', 'x@▮", "@f 1 in 'x@"),
            ("@f('a', @▮", "@f 1 on @"),
            ("@f('a', @g('b', ▮", "@g 1"),
            ("@f('a', @g('b')▮", "@f 1"),
            ("@f('a', @g('b'), ▮", "@f 2"),
            ("@f('a')▮", ""),
            ("@f('a') AND (▮", ""),
            ("@f('a', (b, ▮", "@f 1 deep"),
            ("@f('a') AND @g▮ OR 'x", "on @g"),
            ("team@▮", ""),
        ] {
            assert_eq!(placed(fixture, language), expected, "{fixture}");
        }
    }
    for (fixture, expected) in [
        ("a = 1 -- @▮", "in a comment"),
        ("a = 1 /* @▮", "in a comment"),
        ("a = 1 -- b\n AND @▮", "on @"),
        ("a = [1, @▮", "on @"),
        ("a<@▮", "on @"),
        ("@@ses▮", ""),
        ("CASE WHEN @f(COALESCE(a, ▮", "@f 0 deep"),
    ] {
        assert_eq!(placed(fixture, Language::Where), expected, "{fixture}");
    }
}

#[test]
fn nothing_breaks_on_any_text() {
    let deep = "(".repeat(20_000);
    let pairs = "()".repeat(2_000);
    for language in [Language::Where, Language::Subscription] {
        for text in [
            "",
            "@",
            "é@",
            "'",
            "''",
            "\\",
            "@é(",
            "@f(@f(@f(",
            "\u{0}",
            &deep,
            &pairs,
        ] {
            let expression = parse(text, language);
            for leaf in &expression.leaves {
                assert!(leaf.range.slice(text).is_some());
            }
            for (offset, _) in text.char_indices().take(100) {
                cursor_at(text, language, offset);
            }
            balance(text);
        }
    }
}
