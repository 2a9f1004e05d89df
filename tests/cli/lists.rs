use super::*;

#[test]
fn the_rules_and_explains_each() {
    let folder = Folder::new();
    let listed = folder.run(&["rules"]).out;
    assert!(listed.lines().count() > 10, "{listed}");
    for line in listed.lines() {
        let code = line.split_whitespace().next().expect("a code");
        let page = folder.run(&["rules", code]);
        assert_eq!(page.code, 0, "{code}");
        assert!(page.out.starts_with(&format!("# {code}\n")), "{}", page.out);
    }
}

#[test]
fn a_schema_that_is_json() {
    let kinds = ["data", "policy", "project", "purpose"].map(|kind| vec!["schema", kind]);
    for arguments in kinds.iter().chain([&vec!["schema"]]) {
        let schema = Folder::new().run(arguments).json();
        assert!(schema["$schema"].is_string(), "{arguments:?}");
    }
}
