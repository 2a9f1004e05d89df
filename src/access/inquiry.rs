//! Every open question, answered in each way that it can be.
//!
//! An evaluation runs as if all were known. Where something is not, it asks, and goes on with one of the answers. It runs
//! again until every combination of answers that makes a difference has been tried. What comes out the same each time is
//! certain, whatever the answers are.

use super::answer::{Answer, Cause, Question};
use crate::catalog::Reading;

/// More runs than this are not made: nothing can be told then.
const MAX_RUNS: usize = 2_048;

/// One run of an evaluation.
#[derive(Debug, Default)]
pub(super) struct Inquiry {
    /// The answers to give, in order; the first way each after those.
    script: Vec<usize>,
    asked: Vec<Asked>,
    causes: Vec<Cause>,
    assumptions: Vec<&'static Reading>,
}

/// A question that was asked in a run.
#[derive(Debug)]
struct Asked {
    question: Question,
    ways: usize,
    way: usize,
}

impl Inquiry {
    /// Asks a question that can be answered in several ways, and returns the number of the one to go on with. A question
    /// that was asked before has the same answer.
    pub(super) fn choose(&mut self, question: Question, ways: usize) -> usize {
        if let Some(before) = self.asked.iter().find(|asked| asked.question == question) {
            return before.way;
        }
        let way = self.script.get(self.asked.len()).copied().unwrap_or(0);
        self.asked.push(Asked {
            question,
            ways,
            way,
        });
        way
    }

    /// Asks whether something holds that files do not say.
    pub(super) fn is_so(&mut self, text: String) -> bool {
        let question = Question { text, fact: None };
        self.choose(question, 2) == 0
    }

    /// Asks which way of reading Immuta's documents is right. `what` completes the question of the row.
    pub(super) fn reads(&mut self, reading: &'static Reading, what: &str) -> bool {
        if reading.is_assumed {
            self.assume(reading);
            return true;
        }
        let question = Question {
            text: reading.asks.replace("{}", what),
            fact: Some(reading.fact),
        };
        self.choose(question, 2) == 0
    }

    /// Asks what cannot be answered in any way that could be gone on with.
    pub(super) fn give_up<T>(&mut self, question: Question) -> Option<T> {
        self.choose(question, 1);
        None
    }

    /// Takes down that a reading was taken for granted.
    pub(super) fn assume(&mut self, reading: &'static Reading) {
        if !self
            .assumptions
            .iter()
            .any(|known| known.fact == reading.fact)
        {
            self.assumptions.push(reading);
        }
    }

    /// Takes down why the answer is what it is.
    pub(super) fn because(&mut self, cause: Cause) {
        if !self.causes.contains(&cause) {
            self.causes.push(cause);
        }
    }
}

/// A run that is over.
struct Run<T> {
    answers: Vec<Asked>,
    outcome: Option<T>,
}

/// Runs an evaluation with every combination of answers. It returns `None` where it has to give up.
pub(super) fn explore<T: PartialEq + Clone>(
    mut evaluate: impl FnMut(&mut Inquiry) -> Option<T>,
) -> Answer<T> {
    let mut runs: Vec<Run<T>> = Vec::new();
    let mut answer = Answer::default();
    let mut script = Vec::new();
    loop {
        let mut inquiry = Inquiry {
            script: std::mem::take(&mut script),
            ..Inquiry::default()
        };
        let outcome = evaluate(&mut inquiry);
        for cause in inquiry.causes {
            if !answer.because.contains(&cause) {
                answer.because.push(cause);
            }
        }
        for reading in inquiry.assumptions {
            if !answer.assumptions.iter().any(|r| r.fact == reading.fact) {
                answer.assumptions.push(reading);
            }
        }
        if let Some(outcome) = &outcome
            && !answer.possible.contains(outcome)
        {
            answer.possible.push(outcome.clone());
        }
        script = inquiry.asked.iter().map(|asked| asked.way).collect();
        let next = inquiry.asked.iter().rposition(|a| a.way + 1 < a.ways);
        runs.push(Run {
            answers: inquiry.asked,
            outcome,
        });
        let Some(next) = next else { break };
        if runs.len() >= MAX_RUNS {
            answer.missing = vec![Question {
                text: "too much at once: more questions are open than can be tried".to_owned(),
                fact: None,
            }];
            answer.is_open = true;
            return answer;
        }
        script.truncate(next + 1);
        if let Some(last) = script.last_mut() {
            *last += 1;
        }
    }
    answer.is_open = runs.iter().any(|run| run.outcome.is_none());
    if answer.is_open || answer.possible.len() > 1 {
        decisive(&runs, 0, &mut answer.missing);
    }
    answer
}

/// Collects the questions that make a difference, and returns the distinct outcomes. All runs have the first `depth`
/// answers in common, and so the next question, too.
fn decisive<T: PartialEq + Clone>(
    runs: &[Run<T>],
    depth: usize,
    found: &mut Vec<Question>,
) -> Vec<Option<T>> {
    let Some(asked) = runs.first().and_then(|run| run.answers.get(depth)) else {
        return runs
            .first()
            .map(|run| run.outcome.clone())
            .into_iter()
            .collect();
    };
    let way = |run: &Run<T>| run.answers.get(depth).map(|asked| asked.way);
    let groups: Vec<Vec<Option<T>>> = runs
        .chunk_by(|a, b| way(a) == way(b))
        .map(|group| decisive(group, depth + 1, found))
        .collect();
    let mut outcomes: Vec<Option<T>> = Vec::new();
    for outcome in groups.iter().flatten() {
        if !outcomes.contains(outcome) {
            outcomes.push(outcome.clone());
        }
    }
    let differs = groups.iter().any(|group| group.len() < outcomes.len());
    // A question with one way is one that nobody could go on from.
    let is_end = asked.ways == 1 && outcomes.contains(&None);
    if (differs || is_end) && !found.contains(&asked.question) {
        found.push(asked.question.clone());
    }
    outcomes
}
