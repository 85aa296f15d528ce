"use strict";
const form = document.getElementById("row");
const prediction = document.getElementById("prediction");

function valueOf(control) {
  switch (control.dataset.kind) {
    case "json": return control.value;
    case "number": return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(control.value)
        ? control.value : JSON.stringify(control.value);
    case "boolean": return control.value;
    default: return JSON.stringify(control.value);
  }
}

// Numbers go as they were typed: JavaScript's own would round large integers.
function row() {
  const fields = [];
  for (const control of form.elements) {
    if (control.name && control.value !== "") {
      fields.push(JSON.stringify(control.name) + ": " + valueOf(control));
    }
  }
  return '{"instances": [{' + fields.join(", ") + "}]}";
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  prediction.textContent = "...";
  try {
    const answer = await fetch(form.dataset.predict, {
      method: "POST",
      headers: {"Content-Type": "application/json", "Accept": "application/json"},
      body: row(),
    });
    prediction.textContent = await answer.text();
  } catch (error) {
    prediction.textContent = String(error);
  }
});
