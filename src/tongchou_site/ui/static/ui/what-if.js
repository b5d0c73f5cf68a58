// Sliders beside the fields of days, and the answer while a person moves them. Without this the button does the same.

const WAIT = 150; // ms of rest before a question is asked

function fieldsOf(form) {
  return [...form.querySelectorAll("input.days")];
}

function question(form) {
  const asked = new URLSearchParams({ horizon: form.elements.horizon.value });
  for (const field of fieldsOf(form)) {
    if (!(field.value > 0 || field.validity.badInput)) continue;
    if (field.name !== "days") asked.append(field.name, field.value || "?");
    else if (form.elements.lever.value) {
      asked.append("lever", form.elements.lever.value);
      asked.append("days", field.value || "?");
    }
  }
  return asked;
}

function start(form, place) {
  const empty = place.dataset.empty ?? "";
  let timer = 0;
  let running = null;
  let warm = false;

  async function ask() {
    running?.abort();
    const asked = question(form);
    if ([...asked.keys()].length < 2) {
      place.innerHTML = empty;
      place.classList.remove("live", "busy");
      return;
    }
    running = new AbortController();
    place.classList.add("busy");
    try {
      const answer = await fetch(`${form.dataset.whatIf}?${asked}`, { signal: running.signal });
      if (answer.ok || answer.status === 422) place.innerHTML = await answer.text();
      place.classList.add("live");
      place.classList.remove("busy");
    } catch (error) {
      if (error.name !== "AbortError") place.classList.remove("busy");
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  function prepare() {
    if (warm) return;
    warm = true;
    fetch(`${form.dataset.whatIf}?ready=1`).catch(() => {});
  }

  for (const slide of form.querySelectorAll("input.slide")) {
    const field = slide.parentElement.querySelector("input.days");
    slide.hidden = false;
    slide.addEventListener("input", () => {
      field.value = slide.value > 0 ? slide.value : "";
      soon();
    });
    field.addEventListener("input", () => {
      slide.value = field.value || 0;
    });
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("pointerover", prepare, { once: true });
  form.addEventListener("focusin", prepare, { once: true });
}

const form = document.querySelector("form[data-what-if]");
const place = document.getElementById("what-if");
if (form && place) {
  if (place.querySelector(".empty")) place.dataset.empty = place.innerHTML;
  start(form, place);
}
