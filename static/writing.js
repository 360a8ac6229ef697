// Buttons for a text's marks, what is pasted into it, and where one is; the plain field is whole without them.
const SIGNS = { strong: "**", emphasis: "*" };

const put = (field, words, from, to) => {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) { // which can be undone; not every browser has it
    field.setRangeText(words, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const mark = (field, kind) => {
  let { selectionStart: from, selectionEnd: to } = field;
  const sign = SIGNS[kind];
  if (sign) {
    const marked = field.value.slice(from, to);
    const words = marked.trim();
    const before = marked.slice(0, marked.length - marked.trimStart().length);
    const after = words ? marked.slice(marked.trimEnd().length) : "";
    put(field, `${before}${sign}${words}${sign}${after}`, from, to);
    const at = from + before.length + sign.length;
    field.setSelectionRange(at, at + words.length);
    return;
  }
  from = field.value.lastIndexOf("\n", from - 1) + 1;
  const end = field.value.indexOf("\n", to);
  to = end < 0 ? field.value.length : end;
  const lines = field.value.slice(from, to).split("\n");
  let number = 0;
  const listed = lines.map((line) => {
    const bare = line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, "");
    if (!bare.trim() && lines.length > 1) return line;
    number += 1;
    return `${kind === "numbers" ? `${number}.` : "-"} ${bare}`;
  });
  const gap = from > 0 && field.value.slice(0, from).trimEnd() && field.value[from - 2] !== "\n" ? "\n" : "";
  put(field, gap + listed.join("\n"), from, to);
};

for (const bar of document.querySelectorAll("[data-marks]")) {
  const field = document.getElementById(bar.dataset.marks);
  const buttons = [...bar.querySelectorAll("[data-mark]")];
  bar.hidden = false;
  field.closest(".c-field").querySelector("label").after(bar);
  for (const button of buttons) button.addEventListener("click", () => mark(field, button.dataset.mark));
  bar.addEventListener("keydown", (event) => { // one stop for the tab key, arrows between the buttons
    const turned = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: turned, ArrowLeft: -turned }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    for (const one of buttons) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
}

// What comes from Word or a page keeps headings, lists, tables, emphasis and links, in the marks a text has.
const policy = window.trustedTypes && window.trustedTypes.createPolicy("paste", { createHTML: (text) => text });
const SIGN = "[data-style*='mso-list:Ignore' i]"; // the sign or number that Word writes before an item
const styled = (node, name) => (new RegExp(`(?:^|[;"'])\\s*${name}:\\s*([^;"']*)`, "i").exec(node.dataset.style || "") || ["", ""])[1];
const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, section, article";

const spoken = (node) => { // words on a line, with their marks
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ").replace(/\*/g, "\\*");
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(`script, style, head, ${SIGN}`)) return "";
  if (node.matches("br")) return "\n";
  const inner = [...node.childNodes].map(spoken).join("");
  const words = inner.trim();
  if (!words) return inner;
  const around = (sign) => inner.replace(words, () => `${sign}${words}${sign}`);
  if (node.matches("a[href^='http']")) {
    const site = node.getAttribute("href");
    return site.replace(/\/$/, "") === words.replace(/\/$/, "") || words.includes(site) ? inner : inner.replace(words, () => `${words} (${site})`);
  }
  if (node.closest("h1, h2, h3, h4, h5, h6, th") || words.includes("**")) return inner;
  const weight = styled(node, "font-weight");
  if (/^(bold|[6-9]00)/.test(weight) || (node.matches("b, strong") && !/^(normal|400)/.test(weight))) return around("**");
  if (styled(node, "font-style").startsWith("italic") || node.matches("i, em")) return around("*");
  return inner;
};

const line = (node) => spoken(node).replace(/[ \t]+/g, " ").split("\n").map((one) => one.trim()).join("\n").trim();

const listed = (list, depth) => [...list.children].flatMap((item, at) => {
  if (item.matches("ul, ol")) return listed(item, depth + 1);
  const bare = item.cloneNode(true);
  for (const below of bare.querySelectorAll("ul, ol")) below.remove();
  const sign = list.matches("ol") ? `${at + 1}.` : "-";
  const words = line(bare).replace(/\n/g, " ");
  const below = [...item.querySelectorAll("ul, ol")].filter((one) => one.parentElement.closest("li") === item);
  return [...(words ? [`${"    ".repeat(depth)}${sign} ${words}`] : []), ...below.flatMap((one) => listed(one, depth + 1))];
});

const rows = (table) => {
  const cells = [...table.rows].map((row) => [...row.cells].map((cell) => line(cell).replace(/\n/g, " ").replace(/\|/g, "\\|")));
  const wide = Math.max(...cells.map((row) => row.length));
  const said = cells.map((row) => `| ${[...row, ...Array(wide - row.length).fill("")].join(" | ")} |`);
  return [said[0], `|${" --- |".repeat(wide)}`, ...said.slice(1)].join("\n");
};

const told = (node) => { // blocks, each with how it was read: items of Word's lists stand together
  const found = [];
  let loose = [];
  const settle = () => {
    const words = loose.map(spoken).join("").replace(/[ \t]+/g, " ").trim();
    if (words) found.push({ words });
    loose = [];
  };
  for (const child of node.childNodes) {
    const isBlock = child.nodeType === Node.ELEMENT_NODE && (child.matches(BLOCKS) || child.querySelector(BLOCKS));
    if (!isBlock) { loose.push(child); continue; }
    settle();
    const style = child.dataset.style || "";
    if (child.matches("ul, ol")) found.push({ words: listed(child, 0).join("\n") });
    else if (child.matches("table") && child.rows.length) found.push({ words: rows(child) });
    else if (/mso-list:(?!\s*(Ignore|none))/i.test(style)) {
      const sign = child.querySelector(SIGN);
      const depth = Number((/level(\d)/i.exec(style) || [0, 1])[1]) - 1;
      const number = /^\s*(\d+)[.)]/.exec(sign ? sign.textContent : "");
      found.push({ words: `${"    ".repeat(depth)}${number ? `${number[1]}.` : "-"} ${line(child).replace(/\n/g, " ")}`, isItem: true });
    } else if (child.matches("h1, h2, h3, h4, h5, h6")) {
      const words = line(child).replace(/\n/g, " ");
      if (words) found.push({ words: `**${words}**` });
    } else if (child.querySelector(BLOCKS)) found.push(...told(child));
    else { const words = line(child); if (words) found.push({ words }); }
  }
  settle();
  return found;
};

const kept = (tag, name, rest) => { // of each tag its name, where a link leads, and the style as a word
  const said = (of) => new RegExp(`\\s${of}\\s*=\\s*("[^"]*"|'[^']*'|[^\\s"'>]+)`, "i").exec(rest);
  const [link, style] = [said("href"), said("style")];
  return `<${name}${link ? ` href=${link[1]}` : ""}${style ? ` data-style=${style[1]}` : ""}>`;
};

const read = (text) => { // a page that nobody sees: nothing in it is fetched or run
  const bare = text.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, "").replace(/<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi, kept);
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(bare) : bare, "text/html");
  if (!page.body.querySelector("h1, h2, h3, h4, h5, h6, li, table, a[href], b, strong, i, em, [data-style*='mso-list']")) return "";
  return told(page.body).reduce((all, one, at, list) => {
    const gap = at ? (one.isItem && list[at - 1].isItem ? "\n" : "\n\n") : "";
    return `${all}${gap}${one.words}`;
  }, "");
};

for (const field of document.querySelectorAll("[data-rich]")) {
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    const words = html ? read(html) : "";
    if (!words) return;
    event.preventDefault();
    put(field, words, field.selectionStart, field.selectionEnd);
  });
}

const look = document.getElementById("look");
if (look) look.focus();
