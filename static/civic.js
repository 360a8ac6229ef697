// Small improvements; every page is whole without them.
const first = document.getElementById("errors") || document.getElementById("done");
const aimed = document.getElementById(location.hash.slice(1));
if (first && (first.id === "errors" || !aimed || aimed.contains(first))) {
  first.focus();
  addEventListener("load", () => first.focus()); // going to a place on the page takes the focus away again
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

const menu = document.querySelector(".c-menu");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// How much of a text's room is used, from three quarters on; a longer text is kept whole, and said to be too long.
for (const field of document.querySelectorAll("[data-most]")) {
  const said = document.getElementById(`${field.id}-most`);
  const most = Number(field.dataset.most);
  const first = said.textContent;
  const wasHidden = said.hidden;
  let was = false;
  const figure = new Intl.NumberFormat(document.documentElement.lang);
  const count = () => {
    const typed = [...field.value].length;
    const isOver = typed > most;
    said.hidden = wasHidden && typed < most * 0.75;
    const words = typed < most * 0.75 ? first : said.dataset[isOver ? "over" : "count"].replace("{count}", figure.format(typed));
    if (said.textContent !== words) said.textContent = words;
    said.classList.toggle("c-most--over", isOver);
    if (isOver && !was) said.setAttribute("role", "alert"); else said.removeAttribute("role"); // said aloud once
    was = isOver;
  };
  field.addEventListener("input", count);
  count();
}

// What one types is kept on the server while one types, and the page says who else writes here.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const said = form.querySelector("[data-kept]");
  const isDesk = form.dataset.present !== undefined; // there a colleague sees that it is open before one types
  let sent = isDesk ? "" : new URLSearchParams(new FormData(form)).toString();
  const keep = async (always) => {
    const typed = new URLSearchParams(new FormData(form)).toString();
    if (form.dataset.sent || (typed === sent && always !== true)) return;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body: typed, headers: { "Content-Type": "application/x-www-form-urlencoded" },
      });
      said.textContent = (await answer.json()).said;
      sent = typed;
    } catch { // the network is gone, or the sign-in: what is typed is still in the form
      said.textContent = said.dataset.unkept;
    }
  };
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 2000); });
  setInterval(() => keep(isDesk), isDesk ? 60000 : 20000);
  if (isDesk) keep();
}

// What one began to write stays in the browser for a week, or until it is sent or thrown away.
const WEEK = 7 * 24 * 3600 * 1000;
const drafts = {
  read: (name) => {
    try {
      const kept = JSON.parse(localStorage.getItem(`draft-${name}`));
      return kept && Date.now() - kept.at < WEEK ? kept.fields : {};
    } catch { return {}; } // the browser keeps nothing, or something else
  },
  write: (name, fields) => {
    try {
      if (Object.keys(fields).length) localStorage.setItem(`draft-${name}`, JSON.stringify({ at: Date.now(), fields }));
      else localStorage.removeItem(`draft-${name}`);
    } catch { /* it is kept on the page */ }
  },
};
for (const place of document.querySelectorAll("[data-sent]")) drafts.write(place.dataset.sent, {});
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = form.dataset.draft;
  const said = document.querySelector("[data-draft-said]");
  const isWhole = form.dataset.draftAll !== undefined; // a form of the staff, on a device of their own
  const fields = [...form.querySelectorAll(isWhole ? "textarea, select, input:not([type=hidden])" : "textarea")];
  const kept = drafts.read(name);
  if (fields.every((field) => !field.value || field.matches("select"))) {
    for (const field of fields) {
      if (!kept[field.name]) continue;
      field.value = kept[field.name];
      said.hidden = false;
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
  }
  const keep = () => drafts.write(name, Object.fromEntries(fields.filter((one) => one.value).map((one) => [one.name, one.value])));
  form.addEventListener("input", keep);
  said.querySelector("[data-draft-gone]").addEventListener("click", () => {
    form.reset();
    keep();
    said.hidden = true;
    fields[0].focus();
  });
  const waits = document.querySelector("[data-draft-waits]");
  if (waits) {
    form.addEventListener("submit", (event) => {
      waits.hidden = navigator.onLine;
      if (navigator.onLine) return;
      event.preventDefault();
      delete form.dataset.sent;
    });
    addEventListener("online", () => { waits.hidden = true; });
  }
}

// Words marked in a text beside a form fill its field; with the keyboard they are chosen or copied instead.
for (const field of document.querySelectorAll("[data-quotes]")) {
  document.addEventListener("selectionchange", () => {
    const marked = document.getSelection();
    const begun = marked.rangeCount && marked.getRangeAt(0).startContainer;
    const element = begun && (begun.nodeType === 1 ? begun : begun.parentElement);
    const place = element && element.closest(`[data-quoted="${field.dataset.quotes}"]`);
    const words = String(marked).trim();
    if (!place || !words) return;
    field.value = words;
    const picked = field.form.elements[field.dataset.picks];
    if (picked && place.dataset.id) picked.value = place.dataset.id;
  });
}

// Keys of a desk: a letter chooses or leads on, unless one is writing; they can be turned off, and stay so.
const withKeys = [...document.querySelectorAll("[data-key]")];
if (withKeys.length) {
  const shown = [...document.querySelectorAll("[data-keys]")];
  const off = document.querySelector("[data-keys-off]");
  const words = off.textContent;
  const isOn = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const show = () => {
    for (const one of shown) one.hidden = one.contains(off) ? false : !isOn();
    for (const one of off.parentElement.querySelectorAll("kbd")) one.hidden = !isOn();
    off.textContent = isOn() ? words : off.dataset.on;
  };
  off.addEventListener("click", () => {
    try { localStorage.setItem("keys", isOn() ? "off" : "on"); } catch { /* they stay on */ }
    show();
  });
  document.addEventListener("keydown", (event) => {
    const writes = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (!isOn() || writes || event.ctrlKey || event.metaKey || event.altKey) return;
    const found = withKeys.find((one) => one.dataset.key === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    if (found.matches("input")) { found.checked = true; found.focus(); } else if (found.matches("textarea")) found.focus(); else found.click();
  });
  show();
  const chosen = document.querySelector("[data-key]:checked");
  if (chosen && !document.getElementById("errors")) chosen.focus({ preventScroll: true });
}
for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...document.querySelectorAll(`[name="${all.dataset.all}"]:not(:disabled)`)];
    const isAll = boxes.every((one) => one.checked);
    for (const one of boxes) one.checked = !isAll;
  });
}

// Who might be meant by the first letters of a name is offered while one types; the form itself asks as well.
for (const field of document.querySelectorAll("[data-finds]")) {
  const offered = document.getElementById(field.getAttribute("list"));
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(`${field.dataset.finds}?name=${encodeURIComponent(field.value)}`);
        offered.replaceChildren(...(await answer.json()).found.map(({ value, shown }) => {
          const one = document.createElement("option");
          one.value = value;
          one.label = shown;
          return one;
        }));
      } catch { // nothing is offered; the name can be sent as it is
        offered.replaceChildren();
      }
    }, 200);
  });
}

// What shares words with a title that is being typed is shown below it; without script it is shown before handing in.
for (const field of document.querySelectorAll("[data-like]")) {
  const shown = document.getElementById("like");
  let waiting;
  const look = async () => {
    try {
      const sign = field.dataset.like.includes("?") ? "&" : "?";
      const answer = await fetch(`${field.dataset.like}${sign}name=${encodeURIComponent(field.value)}`);
      const { found } = await answer.json();
      shown.querySelector("ul").replaceChildren(...found.map(({ title, address }) => {
        const item = document.createElement("li");
        const link = item.appendChild(document.createElement("a"));
        link.href = address;
        link.target = "_blank";
        link.appendChild(document.createElement("bdi")).textContent = title;
        return item;
      }));
      shown.hidden = !found.length;
    } catch { // nothing is shown; it is asked again before it is handed in
      shown.hidden = true;
    }
  };
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 400); });
}

// Passkeys: the browser is asked, and its answer sent as a form; without the browser's help the form stays away.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const packed = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const one of [...(options.excludeCredentials || []), ...(options.allowCredentials || [])]) one.id = bytes(one.id);
    try {
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey: options });
      const response = {};
      for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (made.response[name]) response[name] = packed(made.response[name]);
      }
      form.elements.answer.value = JSON.stringify({
        id: made.id, rawId: packed(made.rawId), type: made.type, response, clientExtensionResults: {},
      });
      delete form.dataset.sent;
      form.submit();
    } catch {
      delete form.dataset.sent;
      form.querySelector("[data-said]").textContent = form.dataset.failed;
    }
  });
}
