//! How the time of each operation grows with the text: `cargo bench --bench growth`. Each family is timed at one, two, four
//! and eight times its size; the exponent is that of the power of the length that the time follows. Ends with 1 if one is
//! above what `n log n` allows.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use immuta_ls::features::{complete, hover, tokens};
use immuta_ls::rules::{Checker, Options, check_text};
use immuta_ls::syntax::{Dialect, Syntax};
use immuta_ls::text::Text;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

mod texts;

/// How many times each thing stands in the smallest text.
const SIZE: usize = 2_000;

/// The steps of growth.
const STEPS: [usize; 4] = [1, 2, 4, 8];

/// `n log n` over these steps, and what a machine adds.
const MOST: f64 = 1.2;

/// Less than this is the clock's own noise.
const NOISE: Duration = Duration::from_millis(2);

/// An operation on a text: how long it takes.
type Operation = (&'static str, fn(&str, Dialect) -> Duration);

const OPERATIONS: &[Operation] = &[
    ("open", |source, dialect| {
        let text = Text::from(source);
        time(|| {
            let syntax = Syntax::new(&text, dialect);
            check_text(&text, &syntax, &Options::default()).len()
        })
    }),
    ("key", |source, dialect| {
        let mut text = Text::from(source);
        let mut syntax = Syntax::new(&text, dialect);
        let mut checker = Checker::default();
        let options = Options::default();
        checker.run(&text, &syntax, &options, &|| true);
        let at = middle(source);
        time(|| {
            for (range, with) in [(at..at, "x"), (at..at + 1, "")] {
                let edited = text.replace(range, with);
                let change = syntax.update(&text, &edited);
                checker.follow(&syntax, change);
                black_box(checker.run(&text, &syntax, &options, &|| true));
            }
        })
    }),
    ("completion", |source, dialect| {
        let text = Text::from(source);
        let syntax = Syntax::new(&text, dialect);
        let at = middle(source);
        complete(&text, &syntax, None, None, at);
        time(|| complete(&text, &syntax, None, None, at))
    }),
    ("hover", |source, dialect| {
        let text = Text::from(source);
        let syntax = Syntax::new(&text, dialect);
        let at = middle(source);
        hover(&syntax, None, None, at);
        time(|| hover(&syntax, None, None, at))
    }),
    ("tokens", |source, dialect| {
        let text = Text::from(source);
        let syntax = Syntax::new(&text, dialect);
        time(|| tokens(&syntax, None, &(0..text.len())))
    }),
];

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// The start of a word about the middle of a text: of the first in its line, unless the line is most of the text.
fn middle(source: &str) -> usize {
    let half = source.len() / 2;
    let before = source.bytes().take(half).rposition(|byte| byte == b'\n');
    let line = before.map_or(0, |at| at + 1);
    let from = if half - line < 200 { line } else { half };
    let bytes = source.bytes().enumerate().skip(from);
    let mut starts = bytes.skip_while(|(_, byte)| byte.is_ascii_alphanumeric());
    let found = starts.find(|(_, byte)| byte.is_ascii_alphanumeric());
    found.map_or(0, |(at, _)| at)
}

/// The power of the length that a time follows, or `None` where it is too short to tell.
fn exponent(times: &[Duration]) -> Option<f64> {
    let (first, last) = (times.first()?, times.last()?);
    let steps = f64::from(u32::try_from(*STEPS.last()?).ok()?).log2();
    (*last > NOISE).then(|| (last.as_secs_f64() / first.as_secs_f64()).log2() / steps)
}

fn main() -> ExitCode {
    // Cargo passes `--bench`, and perhaps a part of the names to run.
    let wanted = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let mut worst: f64 = 0.0;
    println!("| family | operation | ms at n, 2n, 4n, 8n | exponent |\n| --- | --- | --- | --- |");
    for (name, family) in texts::FAMILIES {
        if wanted
            .as_ref()
            .is_some_and(|wanted| !name.contains(wanted.as_str()))
        {
            continue;
        }
        let sources = STEPS.map(|step| family(SIZE * step));
        for (operation, run) in OPERATIONS {
            let times = sources.each_ref().map(|source| {
                let json = source.starts_with('{');
                let dialect = if json { Dialect::Json } else { Dialect::Yaml };
                let best = (0..3).map(|_| run(source, dialect)).min();
                best.unwrap_or_default()
            });
            let Some(exponent) = exponent(&times) else {
                continue;
            };
            worst = worst.max(exponent);
            let shown = times
                .map(|time| format!("{:.2}", time.as_secs_f64() * 1e3))
                .join(" / ");
            let mark = if exponent > MOST {
                " **too steep**"
            } else {
                ""
            };
            println!("| {name} | {operation} | {shown} | {exponent:.2}{mark} |");
        }
    }
    println!("\nThe steepest is {worst:.2}; {MOST} is allowed.");
    if worst > MOST {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
