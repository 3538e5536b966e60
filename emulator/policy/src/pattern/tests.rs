use super::*;
use proptest::prelude::*;

fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '*' => {
                pieces.push(Piece::Run);
                1
            }
            '?' => {
                pieces.push(Piece::One);
                1
            }
            _ => {
                let length = rest.find(['*', '?']).unwrap_or(rest.len());
                pieces.push(Piece::Text(&rest[..length]));
                length
            }
        };
        rest = &rest[length..];
    }
    pieces
}

fn counted(pattern: &str, text: &str, case: Case) -> (bool, u64) {
    let pieces = pieces(pattern);
    let mut steps = 0;
    let matched = matches_counted(pieces.len(), |index| pieces[index], text, case, &mut steps);
    (matched, steps)
}

/// The definition, without any care for speed: dynamic programming over every pair of prefixes.
fn by_definition(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for &wanted in &pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = match wanted {
                '*' => row[at] || (at > 0 && next[at - 1]),
                '?' => at > 0 && row[at - 1],
                other => at > 0 && row[at - 1] && text[at - 1] == other,
            };
        }
        row = next;
    }
    row[text.len()]
}

#[test]
fn the_usual() {
    for (pattern, text, expected) in [
        ("", "", true),
        ("", "a", false),
        ("*", "", true),
        ("?", "", false),
        ("?", "é", true),
        ("??", "é", false),
        ("a*c", "abbc", true),
        ("a*c", "ac", true),
        ("a*c", "acb", false),
        ("*a?b", "xaab", true),
        ("*ab*ba*", "abab", false),
        ("*ab*ba*", "abba", true),
        ("uploads/*", "uploads/a/b", true),
        ("uploads/*", "uploads", false),
    ] {
        assert_eq!(
            counted(pattern, text, Case::Exact).0,
            expected,
            "{pattern} on {text}"
        );
    }
    assert!(counted("s3:get*", "S3:GetObject", Case::Folded).0);
    assert!(!counted("s3:get*", "S3:GetObject", Case::Exact).0);
}

#[test]
fn hostile_patterns_cost_at_most_text_times_pattern() {
    let text = format!("{}b", "a".repeat(2000));
    for pattern in [
        "*a".repeat(200),
        format!("{}c", "*a".repeat(200)),
        format!("{}c", "a*".repeat(500)),
        format!("{}c", "*?a".repeat(300)),
        format!("{}c", "*".repeat(1000)),
        format!("*{}c", "?".repeat(1000)),
        format!("*{}*{}c", "a".repeat(999), "?a".repeat(300)),
    ] {
        let bound = (text.len() as u64 + 1) * (pieces(&pattern).len() as u64 + 1);
        for case in [Case::Exact, Case::Folded] {
            let (matched, steps) = counted(&pattern, &text, case);
            assert_eq!(matched, by_definition(&pattern, &text));
            assert!(
                steps <= bound,
                "{steps} steps for a bound of {bound}: {}",
                &pattern[..20]
            );
        }
    }
}

proptest! {
    #[test]
    fn agrees_with_the_definition(pattern in "[ab*?é]{0,12}", text in "[abé]{0,12}") {
        prop_assert_eq!(counted(&pattern, &text, Case::Exact).0, by_definition(&pattern, &text));
    }

    #[test]
    fn folding_is_matching_in_lower_case(pattern in "[abAB*?]{0,10}", text in "[abAB]{0,10}") {
        prop_assert_eq!(
            counted(&pattern, &text, Case::Folded).0,
            by_definition(&pattern.to_lowercase(), &text.to_lowercase())
        );
    }

    #[test]
    fn steps_are_bounded(pattern in "[ab*?]{0,40}", text in "[ab]{0,60}") {
        let (_, steps) = counted(&pattern, &text, Case::Exact);
        prop_assert!(steps <= (text.len() as u64 + 1) * (pieces(&pattern).len() as u64 + 2));
    }
}
