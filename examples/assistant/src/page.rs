//! The page.

use maud::{DOCTYPE, PreEscaped, html};

use crate::settings::Settings;

pub(crate) fn html(settings: &Settings) -> String {
    let page = html! {
        (DOCTYPE)
        title { "Documentation" }
        form { input name="q" autofocus; " " button { "Ask" } }
        p {}
        @if settings.shows_sources {
            h2 { "Sources" }
            ul {}
        }
        script { (PreEscaped(SCRIPT)) }
    };
    page.into_string()
}

const SCRIPT: &str = r#"
  document.forms[0].onsubmit = (event) => {
    event.preventDefault();
    const answer = document.querySelector("p");
    const sources = document.querySelector("ul");
    answer.textContent = "";
    const words = new EventSource("/answer?q=" + encodeURIComponent(event.target.q.value));
    words.onmessage = ({ data }) => (answer.textContent += data);
    words.addEventListener("sources", ({ data }) => {
      const items = JSON.parse(data).map((name) => Object.assign(document.createElement("li"), { textContent: name }));
      sources?.replaceChildren(...items);
    });
    words.addEventListener("failure", ({ data }) => (answer.textContent += ` ${data}`));
    words.addEventListener("end", () => words.close());
  };
"#;
