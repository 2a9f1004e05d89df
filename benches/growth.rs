//! How the time to check a text grows with it: `cargo bench --bench growth`. Eight times the text should take about eight
//! times as long.

use divan::{Bencher, black_box};
use immuta_ls::rules::{Options, check_text};
use immuta_ls::syntax::{Dialect, Syntax};
use immuta_ls::text::Text;

mod texts;

const SIZES: [usize; 2] = [1_000, 8_000];

fn main() {
    divan::main();
}

#[divan::bench(args = arguments())]
fn check(bencher: Bencher<'_, '_>, argument: &Argument) {
    let text = Text::from(argument.text.as_str());
    bencher.bench(|| {
        let syntax = Syntax::new(black_box(&text), Dialect::Yaml);
        check_text(&text, &syntax, &Options::default()).len()
    });
}

struct Argument {
    name: String,
    text: String,
}

impl std::fmt::Display for Argument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

fn arguments() -> Vec<Argument> {
    let mut arguments = Vec::new();
    for (name, family) in texts::FAMILIES {
        arguments.extend(SIZES.map(|size| Argument {
            name: format!("{name}, {size}"),
            text: family(size),
        }));
    }
    arguments
}
