//! Wildcard matching: `*` is any run of characters, the empty one included, `?` is exactly one character.
//!
//! Policies come from callers, so the matcher must not be a way to stall the server: it goes back to the last `*` only,
//! which bounds its steps by text length times pattern length whatever the pattern.

/// One piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    /// `?`
    One,
    /// `*`
    Run,
}

/// Whether letters of the ASCII alphabet match their other case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Exact,
    Folded,
}

/// Whether the pattern of `count` pieces, handed out by `piece`, matches the whole of `text`.
pub(crate) fn matches<'a>(
    count: usize,
    piece: impl Fn(usize) -> Piece<'a>,
    text: &str,
    case: Case,
) -> bool {
    let mut steps = 0;
    matches_counted(count, piece, text, case, &mut steps)
}

/// As [`matches`], adding to `steps` how many pieces were compared.
fn matches_counted<'a>(
    count: usize,
    piece: impl Fn(usize) -> Piece<'a>,
    text: &str,
    case: Case,
    steps: &mut u64,
) -> bool {
    let mut index = 0;
    let mut at = 0;
    // The piece after the last `*`, and the offset that this `*` currently reaches to.
    let mut star: Option<(usize, usize)> = None;
    loop {
        *steps += 1;
        if index == count {
            if at == text.len() {
                return true;
            }
        } else {
            match piece(index) {
                Piece::Run => {
                    index += 1;
                    if index == count {
                        return true;
                    }
                    star = Some((index, at));
                    continue;
                }
                Piece::One => match next_boundary(text, at) {
                    Some(next) => {
                        at = next;
                        index += 1;
                        continue;
                    }
                    // A longer run of the last `*` would leave even less text.
                    None => return false,
                },
                Piece::Text(wanted) => {
                    if starts_with(&text[at..], wanted, case) {
                        at += wanted.len();
                        index += 1;
                        continue;
                    }
                }
            }
        }
        let Some((after, reached)) = star else {
            return false;
        };
        let Some(from) = next_boundary(text, reached) else {
            return false;
        };
        let resumed = match piece(after) {
            Piece::Text(wanted) => find(&text[from..], wanted, case).map(|offset| from + offset),
            Piece::One | Piece::Run => Some(from),
        };
        let Some(resumed) = resumed else { return false };
        star = Some((after, resumed));
        index = after;
        at = resumed;
    }
}

/// The offset after the character at `at`, or `None` at the end.
fn next_boundary(text: &str, at: usize) -> Option<usize> {
    text[at..]
        .chars()
        .next()
        .map(|character| at + character.len_utf8())
}

fn starts_with(text: &str, wanted: &str, case: Case) -> bool {
    match case {
        Case::Exact => text.starts_with(wanted),
        Case::Folded => text
            .as_bytes()
            .get(..wanted.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(wanted.as_bytes())),
    }
}

fn find(text: &str, wanted: &str, case: Case) -> Option<usize> {
    match case {
        Case::Exact => text.find(wanted),
        Case::Folded => text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .find(|&at| starts_with(&text[at..], wanted, case)),
    }
}

#[cfg(test)]
mod tests;
