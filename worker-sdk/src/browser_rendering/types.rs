//! What the platform says of sessions.

use crate::js::object::object;
use crate::time::Timestamp;

/// A session, as others see it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SessionInfo {
    /// Its id.
    pub session_id: String,
    /// When it began.
    pub start_time: Option<Timestamp>,
    /// When it ended; `None` while it runs.
    pub end_time: Option<Timestamp>,
    /// Why it ended, as a number of the platform.
    pub close_reason: Option<u32>,
    /// Why it ended, as `NormalClosure` or `BrowserIdle`.
    pub close_reason_text: Option<String>,
    /// Of the connection with it, if there is one. It is no lock, and pages need not be counted.
    pub connection_id: Option<String>,
    /// When that began.
    pub connection_start_time: Option<Timestamp>,
    /// When it ended.
    pub connection_end_time: Option<Timestamp>,
    /// When the platform wrote this down.
    pub last_updated: Option<Timestamp>,
    /// Where programs outside of workers connect with it.
    pub websocket_debugger_url: Option<String>,
    /// The address at which somebody sees and uses it.
    pub devtools_frontend_url: Option<String>,
}

/// What the account may do.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// The sessions that run.
    pub active_sessions: Vec<ActiveSession>,
    /// How many may run at once.
    pub max_concurrent_sessions: u32,
    /// How many may start now.
    pub allowed_browser_acquisitions: u32,
    /// How long it takes, in milliseconds, until the next one may start.
    pub time_until_next_allowed_browser_acquisition: f64,
    /// For how long browsers ran today, in seconds, where that is limited.
    pub used_browser_time_seconds: Option<f64>,
}

/// A session that runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActiveSession {
    /// Its id.
    pub id: String,
}

/// A page of a browser, or something else that it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// Its id.
    pub id: String,
    /// What it is, such as `page`.
    pub kind: String,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What else the browser says of it.
    pub description: Option<String>,
    /// Where programs outside of workers connect with it.
    pub websocket_debugger_url: Option<String>,
    /// The address at which somebody sees and uses it, for a few minutes.
    pub devtools_frontend_url: Option<String>,
}

/// Which browser it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// Its name and number, such as `Chrome/128.0.6613.137`.
    pub browser: String,
    /// That of the DevTools protocol.
    pub protocol: String,
    /// How it calls itself to servers.
    pub user_agent: String,
    /// The version of V8, which runs its JavaScript.
    pub v8: String,
    /// The version of WebKit that it says it is like.
    pub webkit: String,
    /// Where programs outside of workers connect with it.
    pub websocket_debugger_url: Option<String>,
}

object!(SessionInfo, "a session", {
    "sessionId" => session_id, "startTime" => start_time, "endTime" => end_time, "closeReason" => close_reason,
    "closeReasonText" => close_reason_text, "connectionId" => connection_id,
    "connectionStartTime" => connection_start_time, "connectionEndTime" => connection_end_time,
    "lastUpdated" => last_updated, "webSocketDebuggerUrl" => websocket_debugger_url,
    "devtoolsFrontendUrl" => devtools_frontend_url,
} needs "sessionId");
object!(Limits, "the limits of the browser", {
    "activeSessions" => active_sessions, "maxConcurrentSessions" => max_concurrent_sessions,
    "allowedBrowserAcquisitions" => allowed_browser_acquisitions,
    "timeUntilNextAllowedBrowserAcquisition" => time_until_next_allowed_browser_acquisition,
    "usedBrowserTimeSeconds" => used_browser_time_seconds,
} needs "maxConcurrentSessions");
object!(ActiveSession, "a session that runs", { "id" => id });
object!(Target, "a page", {
    "id" => id, "type" => kind, "url" => url, "title" => title, "description" => description,
    "webSocketDebuggerUrl" => websocket_debugger_url, "devtoolsFrontendUrl" => devtools_frontend_url,
} needs "id");
object!(Version, "the version of the browser", {
    "Browser" => browser, "Protocol-Version" => protocol, "User-Agent" => user_agent, "V8-Version" => v8,
    "WebKit-Version" => webkit, "webSocketDebuggerUrl" => websocket_debugger_url,
} needs "Browser");
