//! Writes the answer of a simulation.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html>

use bucketproof_policy::Verdict;

use crate::protocol::xml::Writer;
use crate::services::iam::simulate::evaluate::{ActionResult, Answer, Finding, Matched};

/// The members of the result.
pub fn answer(xml: &mut Writer, answer: &Answer) {
    xml.open("EvaluationResults");
    for result in &answer.results {
        xml.open("member");
        action(xml, result);
        xml.close();
    }
    xml.close();
    xml.text_element("IsTruncated", answer.marker.is_some().to_string());
    xml.optional_element("Marker", answer.marker.as_deref());
}

/// A list of context keys.
pub fn keys(xml: &mut Writer, name: &'static str, keys: &[String]) {
    xml.open(name);
    for key in keys {
        xml.text_element("member", key);
    }
    xml.close();
}

fn action(xml: &mut Writer, result: &ActionResult) {
    xml.text_element("EvalActionName", &result.action);
    xml.text_element("EvalResourceName", &result.resource);
    xml.text_element("EvalDecision", word(result.together.verdict));
    statements(xml, &result.together.statements);
    keys(xml, "MissingContextValues", &result.together.missing);
    if let Some(allowed) = result.by_organization {
        xml.open("OrganizationsDecisionDetail");
        xml.text_element("AllowedByOrganizations", allowed.to_string());
        xml.close();
    }
    boundary(xml, &result.together);
    let Some(each) = &result.each else {
        details(xml, &result.together);
        return;
    };
    if result.together.details.is_none() {
        // Within one account there is nothing to tell, and the element says so by being empty.
        xml.open("EvalDecisionDetails").close();
    }
    details(xml, &result.together);
    xml.open("ResourceSpecificResults");
    for (name, finding) in each {
        xml.open("member");
        resource(xml, name, finding);
        xml.close();
    }
    xml.close();
}

fn resource(xml: &mut Writer, name: &str, finding: &Finding) {
    xml.text_element("EvalResourceName", name);
    xml.text_element("EvalResourceDecision", word(finding.verdict));
    statements(xml, &finding.statements);
    keys(xml, "MissingContextValues", &finding.missing);
    details(xml, finding);
    boundary(xml, finding);
}

fn statements(xml: &mut Writer, statements: &[Matched]) {
    xml.open("MatchedStatements");
    for statement in statements {
        xml.open("member");
        xml.text_element("SourcePolicyId", &statement.policy);
        xml.text_element("SourcePolicyType", statement.kind);
        position(xml, "StartPosition", statement.start);
        position(xml, "EndPosition", statement.end);
        xml.close();
    }
    xml.close();
}

fn position(xml: &mut Writer, name: &'static str, (line, column): (usize, usize)) {
    xml.open(name);
    xml.text_element("Line", line.to_string());
    xml.text_element("Column", column.to_string());
    xml.close();
}

fn boundary(xml: &mut Writer, finding: &Finding) {
    if let Some(allowed) = finding.by_boundary {
        xml.open("PermissionsBoundaryDecisionDetail");
        xml.text_element("AllowedByPermissionsBoundary", allowed.to_string());
        xml.close();
    }
}

fn details(xml: &mut Writer, finding: &Finding) {
    let Some(details) = &finding.details else {
        return;
    };
    xml.open("EvalDecisionDetails");
    for (kind, verdict) in details {
        xml.open("entry");
        xml.text_element("key", *kind);
        xml.text_element("value", word(*verdict));
        xml.close();
    }
    xml.close();
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allowed",
        Verdict::ExplicitDeny => "explicitDeny",
        Verdict::ImplicitDeny => "implicitDeny",
    }
}
