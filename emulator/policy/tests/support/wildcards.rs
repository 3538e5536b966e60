//! Patterns of the second evaluator: lists of characters, matched by plain recursion.

/// A character of a pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum P {
    Is(char),
    One,
    Any,
}

pub fn wild(character: char) -> P {
    match character {
        '*' => P::Any,
        '?' => P::One,
        other => P::Is(other),
    }
}

pub fn matches(pattern: &[P], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some((P::Any, rest)), None) => matches(rest, text),
        (Some((P::Any, rest)), Some((_, tail))) => matches(rest, text) || matches(pattern, tail),
        (Some((P::One, rest)), Some((_, tail))) => matches(rest, tail),
        (Some((P::Is(wanted), rest)), Some((found, tail))) => {
            wanted == found && matches(rest, tail)
        }
        (Some(_), None) => false,
    }
}

pub fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    parts.len() == 6
        && parts[0] == "arn"
        && !parts[1].is_empty()
        && !parts[2].is_empty()
        && !parts[5].is_empty()
}

/// The first five parts and the rest.
fn parts(pattern: &[P]) -> Vec<Vec<P>> {
    pattern
        .splitn(6, |p| *p == P::Is(':'))
        .map(<[P]>::to_vec)
        .collect()
}

pub fn is_arn_pattern(pattern: &[P]) -> bool {
    let parts = parts(pattern);
    let arn: Vec<P> = "arn".chars().map(P::Is).collect();
    parts.len() == 6 && parts[0] == arn
}

pub fn by_part(pattern: &[P], text: &str) -> bool {
    let parts = parts(pattern);
    let arn: Vec<P> = "arn".chars().map(P::Is).collect();
    parts.len() == 6
        && parts[0] == arn
        && parts
            .iter()
            .zip(text.splitn(6, ':'))
            .all(|(part, text)| matches(part, &text.chars().collect::<Vec<_>>()))
}

pub fn resource(pattern: &[P], text: &str) -> bool {
    is_arn(text) && parts(pattern).len() == 6 && reaches(&parts(pattern), text)
}

/// A part takes the text up to some colon: the next one or, when the part ends in `*`, any later one.
fn reaches(parts: &[Vec<P>], text: &str) -> bool {
    let characters = |text: &str| text.chars().collect::<Vec<_>>();
    let (part, rest) = parts.split_first().unwrap();
    if rest.is_empty() {
        return matches(part, &characters(text));
    }
    let colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
    let Some(first) = colons.first() else {
        return false;
    };
    if !matches(part, &characters(&text[..*first])) {
        return false;
    }
    let reach = if part.last() == Some(&P::Any) {
        colons.len()
    } else {
        1
    };
    colons
        .iter()
        .take(reach)
        .any(|at| reaches(rest, &text[at + 1..]))
}
