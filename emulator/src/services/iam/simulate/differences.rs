//! Where AWS's simulator is known, from recorded answers, to differ from what AWS documents or enforces, and what is
//! followed here.

/// What a simulation here does where the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// What AWS's simulator answers.
    Simulator,
    /// What AWS documents, and enforces on real calls.
    Documentation,
    /// Neither: more than AWS takes.
    Extension,
}

/// One difference.
#[derive(Debug, Clone, Copy)]
pub struct Difference {
    /// What it is about.
    pub about: &'static str,
    /// What AWS's simulator does.
    pub simulator: &'static str,
    /// What is followed here.
    pub followed: Followed,
}

const fn row(about: &'static str, simulator: &'static str, followed: Followed) -> Difference {
    Difference {
        about,
        simulator,
        followed,
    }
}

/// Whether a simulation may be asked by a session of a role or a federated user, which AWS's pages exclude.
pub const SESSIONS_AS_CALLERS: bool = true;

/// All that are known.
pub const DIFFERENCES: [Difference; 14] = [
    row(
        "a resource policy of the same account that names the account only",
        "grants by itself",
        Followed::Documentation,
    ),
    row(
        "a resource policy of the same account that names the caller's role, against a silent boundary",
        "grants past the boundary",
        Followed::Documentation,
    ),
    row(
        "a resource that is of no type the action acts on",
        "is denied implicitly whatever the policies say",
        Followed::Documentation,
    ),
    row(
        "a wildcard in an action name, which the documentation excludes",
        "is taken literally",
        Followed::Documentation,
    ),
    row(
        "NumericNotEquals and a value that is no number",
        "does not hold, though on real calls it does",
        Followed::Documentation,
    ),
    row(
        "known and unknown actions together, on named resources",
        "are refused",
        Followed::Simulator,
    ),
    row(
        "aws:userid of a simulated caller",
        "is the caller's ARN, without caller a fixed word",
        Followed::Simulator,
    ),
    row(
        "missing context values",
        "are told only of implicit denials, for all statements, also those on other actions",
        Followed::Simulator,
    ),
    row(
        "EvalResourceName of a simulation with one named resource",
        "is that resource, not its type's template",
        Followed::Simulator,
    ),
    row(
        "a session's ARN as CallerArn",
        "is refused",
        Followed::Extension,
    ),
    row(
        "trust and key policies as ResourcePolicy, and `*` as their resource",
        "are refused for their resource",
        Followed::Extension,
    ),
    row(
        "an account id as ResourceOwner instead of the account's ARN",
        "is refused, though one of the two pages asks for it",
        Followed::Documentation,
    ),
    row(
        "the exclusion of a policy that has a path by its whole ARN",
        "leaves it in; only the ARN without the path takes it out",
        Followed::Documentation,
    ),
    row(
        "statements of several policies that matched",
        "come in no fixed order",
        Followed::Documentation,
    ),
];
