const form = document.getElementById("sign");
const problem = document.getElementById("problem");
const guests = document.getElementById("guests");

async function ask(options) {
  const answer = await fetch("/api/guests", options);
  const value = await answer.json();
  problem.textContent = answer.ok ? "" : value.detail;
  return answer.ok ? value : undefined;
}

function show(guest) {
  const item = document.createElement("li");
  item.textContent = guest.name;
  guests.prepend(item);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify(Object.fromEntries(new FormData(form)));
  const guest = await ask({ method: "POST", headers: { "content-type": "application/json" }, body });
  if (guest) {
    show(guest);
    form.reset();
  }
});

(await ask())?.forEach(show);
