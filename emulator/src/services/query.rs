//! The answers of the Query protocol: STS and IAM.
//!
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>

use http::StatusCode;

use crate::base::Failure;
use crate::protocol::xml::Writer;
use crate::services::reply::Reply;
use crate::services::service::{Call, Service};

/// The XML namespace of a service's answers.
pub const fn namespace(service: Service) -> &'static str {
    match service {
        Service::Sts => "https://sts.amazonaws.com/doc/2011-06-15/",
        _ => "https://iam.amazonaws.com/doc/2010-05-08/",
    }
}

/// `<XResponse><XResult>…</XResult><ResponseMetadata>…`: the result's members are written by `members`.
pub fn result(call: &Call<'_>, members: impl FnOnce(&mut Writer)) -> Reply {
    let name = call.row.name;
    let mut xml = Writer::without_declaration();
    xml.open_in(format!("{name}Response"), namespace(call.row.service));
    xml.open(format!("{name}Result"));
    members(&mut xml);
    xml.close();
    metadata(call, xml)
}

/// `<XResponse><ResponseMetadata>…`: calls without a result.
pub fn acknowledged(call: &Call<'_>) -> Reply {
    let mut xml = Writer::without_declaration();
    xml.open_in(
        format!("{}Response", call.row.name),
        namespace(call.row.service),
    );
    metadata(call, xml)
}

fn metadata(call: &Call<'_>, mut xml: Writer) -> Reply {
    xml.open("ResponseMetadata");
    xml.text_element("RequestId", call.authority.request_id());
    xml.close();
    xml.close();
    Reply::full(StatusCode::OK, "text/xml", xml.finish())
}

/// `<ErrorResponse>`: how both services say no.
pub fn failure(service: Service, failure: &Failure, request_id: &str) -> Reply {
    let status =
        StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut xml = Writer::without_declaration();
    xml.open_in("ErrorResponse", namespace(service));
    xml.open("Error");
    xml.text_element(
        "Type",
        if status.is_server_error() {
            "Receiver"
        } else {
            "Sender"
        },
    );
    xml.text_element("Code", failure.code());
    if !failure.message().is_empty() {
        xml.text_element("Message", failure.message());
    }
    xml.close();
    xml.text_element("RequestId", request_id);
    xml.close();
    Reply::full(status, "text/xml", xml.finish())
}
