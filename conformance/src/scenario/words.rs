//! Short texts for messages.

/// The most words that a message lists.
const LISTED_WORDS: usize = 15;

/// [`choice`], but of a long list only the words that look like `word`.
pub fn choice_near<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.collect();
    if words.len() <= LISTED_WORDS {
        return choice(words.into_iter());
    }
    let others = words.len().saturating_sub(LISTED_NEAR);
    words.sort_by_key(|candidate| distance(&candidate.to_lowercase(), &word.to_lowercase()));
    words.truncate(LISTED_NEAR);
    let near = words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    format!("{near} or one of {others} others")
}

/// How many of a long list are shown.
const LISTED_NEAR: usize = 4;

/// Edits between two words (Levenshtein).
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (to, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let cost = diagonal + usize::from(from != *to);
            diagonal = *above;
            left = cost.min(left + 1).min(*above + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// `1 problem`, `2 problems`.
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}

/// `a`, `b` or `c`, in back-ticks.
pub fn choice<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}
