// Options put in order by buttons or by dragging; the fields for the places say the same, and without script the server does it.
for (const list of document.querySelectorAll("[data-ranking]")) {
  const said = list.parentElement.querySelector("[data-ranking-said]");
  const place = (item) => item.querySelector("select");
  const first = [...list.children];
  const ranked = () => first.filter((one) => place(one).value).sort((one, other) => place(one).value - place(other).value);
  const figure = new Intl.NumberFormat(document.documentElement.lang);

  const settle = (order, moved) => {
    for (const item of first) {
      const at = order.indexOf(item);
      place(item).value = at < 0 ? "" : String(at + 1);
      item.classList.toggle("c-ranks__one--placed", at >= 0);
    }
    list.append(...order, ...first.filter((one) => !order.includes(one)));
    const name = moved.querySelector("label").textContent.trim();
    const at = order.indexOf(moved);
    said.textContent = (at < 0 ? list.dataset.unplaced : list.dataset.placed)
      .replace("{name}", name).replace("{place}", figure.format(at + 1));
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const order = ranked();
    const at = order.indexOf(item);
    if (button.value.startsWith("up")) {
      if (at < 0) order.push(item);
      else if (at > 0) order.splice(at - 1, 2, item, order[at - 1]);
    } else if (at >= 0) {
      if (at === order.length - 1) order.pop();
      else order.splice(at, 2, order[at + 1], item);
    }
    settle(order, item);
    button.focus(); // an element that is moved loses the focus
  });

  for (const grip of list.closest("fieldset:disabled") ? [] : list.querySelectorAll("[data-grip]")) {
    grip.hidden = false;
    const item = grip.closest("li");
    let isHeld = false;
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      isHeld = true;
      grip.setPointerCapture(event.pointerId);
      item.classList.add("c-ranks__one--held");
    });
    grip.addEventListener("pointermove", (event) => {
      if (!isHeld) return;
      const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
      const before = () => item.previousElementSibling;
      const after = () => item.nextElementSibling;
      while (before() && event.clientY < middle(before())) item.after(before()); // itself it would lose the pointer
      while (after() && event.clientY > middle(after())) item.before(after());
    });
    const drop = () => {
      if (!isHeld) return;
      isHeld = false;
      item.classList.remove("c-ranks__one--held");
      const order = ranked().filter((one) => one !== item);
      const at = [...list.children].indexOf(item);
      if (at <= order.length) order.splice(at, 0, item);
      settle(order, item);
    };
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", drop);
  }
}
