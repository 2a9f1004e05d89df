//! Comments that silence.

use super::*;

#[test]
fn on_the_line_or_the_one_above() {
    let above = with_warning().replace("owners", "# immuta-ls: ignore[removes-owners]\nowners");
    let beside = with_warning().replace("[]", "[] # immuta-ls: ignore[removes-owners]");
    let two = with_warning().replace(
        "[]",
        "[] # immuta-ls: ignore[removes-owners, secret-in-clear]",
    );
    let other = with_warning().replace("[]", "[] # immuta-ls: ignore[secret-in-clear]");
    let folder = Folder::new()
        .with("above.yaml", above)
        .with("beside.yaml", beside)
        .with("other.yaml", other)
        .with("two.yaml", two);
    assert_eq!(
        folder.found(&[]),
        [
            "other.yaml:6 removes-owners warning",
            "other.yaml:6 unused-ignore hint",
            "two.yaml:6 unused-ignore hint",
        ]
    );
}
