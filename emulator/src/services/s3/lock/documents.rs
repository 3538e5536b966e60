//! The documents of Object Lock.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectLockConfiguration.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectLockRetention.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectLockLegalHold.html>

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::headers::{hold_name, mode_name, parse_mode, shown_until};
use super::pacific;
use crate::base::{Failure, Timestamp, time_format};
use crate::protocol::xml::{S3_NAMESPACE, Writer};
use crate::services::s3::errors;
use crate::storage::records::{DefaultRetention, LockConfiguration, LockPeriod, Retention};

/// About a hundred years; the limit is documented, the refusal is unconfirmed.
const MAX_DAYS: u32 = 36_500;
const MAX_YEARS: u32 = 100;

/// `ObjectLockConfiguration`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationDocument {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "ObjectLockEnabled")]
    enabled: String,
    #[serde(rename = "Rule")]
    rule: Option<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(rename = "DefaultRetention")]
    retention: Default,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Default {
    #[serde(rename = "Mode")]
    mode: String,
    #[serde(rename = "Days")]
    days: Option<i64>,
    #[serde(rename = "Years")]
    years: Option<i64>,
    #[serde(rename = "DefaultEventHold")]
    event_hold: Option<IgnoredAny>,
}

impl ConfigurationDocument {
    /// The configuration.
    ///
    /// # Errors
    /// `MalformedXML`, `InvalidArgument`.
    pub fn checked(self) -> Result<LockConfiguration, Failure> {
        if self.enabled != "Enabled" {
            return Err(errors::malformed_xml());
        }
        let default = self.rule.map(|rule| rule.retention.checked()).transpose()?;
        Ok(LockConfiguration { default })
    }
}

impl Default {
    fn checked(self) -> Result<DefaultRetention, Failure> {
        if self.event_hold.is_some() {
            return Err(errors::not_implemented("event holds are not done"));
        }
        let mode = parse_mode(&self.mode).ok_or_else(errors::malformed_xml)?;
        let period = match (self.days, self.years) {
            (Some(days), None) => LockPeriod::Days(positive(days, MAX_DAYS)?),
            (None, Some(years)) => LockPeriod::Years(positive(years, MAX_YEARS)?),
            (None, None) | (Some(_), Some(_)) => return Err(errors::malformed_xml()),
        };
        Ok(DefaultRetention { mode, period })
    }
}

fn positive(number: i64, max: u32) -> Result<u32, Failure> {
    if number < 1 {
        return Err(errors::retention_period_not_positive());
    }
    u32::try_from(number)
        .ok()
        .filter(|number| *number <= max)
        .ok_or_else(errors::retention_period_too_long)
}

/// Writes an `ObjectLockConfiguration`.
pub fn configuration(configuration: &LockConfiguration) -> String {
    let mut xml = Writer::new();
    xml.open_in("ObjectLockConfiguration", S3_NAMESPACE);
    xml.text_element("ObjectLockEnabled", "Enabled");
    if let Some(default) = configuration.default {
        xml.open("Rule").open("DefaultRetention");
        xml.text_element("Mode", mode_name(default.mode));
        match default.period {
            LockPeriod::Days(days) => xml.text_element("Days", days.to_string()),
            LockPeriod::Years(years) => xml.text_element("Years", years.to_string()),
        };
    }
    xml.finish()
}

/// `Retention`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionDocument {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Mode")]
    mode: Option<String>,
    #[serde(rename = "RetainUntilDate")]
    until: Option<String>,
    #[serde(rename = "EventHold")]
    event_hold: Option<IgnoredAny>,
    #[serde(rename = "EventHoldDuration")]
    event_hold_duration: Option<IgnoredAny>,
}

impl RetentionDocument {
    /// The retention; an empty document removes one.
    ///
    /// # Errors
    /// `MalformedXML`; `InvalidArgument` for a date that is over.
    pub fn checked(self, now: Timestamp) -> Result<Option<Retention>, Failure> {
        if self.event_hold.is_some() || self.event_hold_duration.is_some() {
            return Err(errors::not_implemented("event holds are not done"));
        }
        let (mode, until) = match (self.mode, self.until) {
            (None, None) => return Ok(None),
            (Some(mode), Some(until)) => (mode, until),
            _ => return Err(errors::malformed_xml()),
        };
        let mode = parse_mode(&mode).ok_or_else(errors::malformed_xml)?;
        let until = time_format::parse_iso(&until).ok_or_else(errors::malformed_xml)?;
        if until <= now {
            // The service answers in its home's time, wherever the bucket is.
            return Err(errors::retention_in_the_past(&pacific::format(until)));
        }
        Ok(Some(Retention {
            mode,
            until_ms: until.millis(),
        }))
    }
}

/// Writes a `Retention`.
pub fn retention(retention: Retention) -> String {
    let mut xml = Writer::new();
    xml.open_in("Retention", S3_NAMESPACE);
    xml.text_element("Mode", mode_name(retention.mode));
    xml.text_element("RetainUntilDate", shown_until(retention));
    xml.finish()
}

/// `LegalHold`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalHoldDocument {
    #[serde(rename = "@xmlns")]
    _namespace: Option<String>,
    #[serde(rename = "Status")]
    status: String,
}

impl LegalHoldDocument {
    /// Whether it is on.
    ///
    /// # Errors
    /// `MalformedXML`.
    pub fn checked(&self) -> Result<bool, Failure> {
        match self.status.as_str() {
            "ON" => Ok(true),
            "OFF" => Ok(false),
            _ => Err(errors::malformed_xml()),
        }
    }
}

/// Writes a `LegalHold`.
pub fn legal_hold(on: bool) -> String {
    let mut xml = Writer::new();
    xml.open_in("LegalHold", S3_NAMESPACE);
    xml.text_element("Status", hold_name(on));
    xml.finish()
}
