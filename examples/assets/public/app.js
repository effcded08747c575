const answer = await fetch("/api/name");
document.getElementById("name").textContent = (await answer.json()).name;
