// Only comfort: every page works without it.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  function tell(text) {
    var told = document.getElementById("told");
    told.textContent = text;
    told.classList.add("shown");
    window.setTimeout(function () { told.classList.remove("shown"); }, 2500);
  }

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) { return navigator.clipboard.writeText(text); }
    var area = document.createElement("textarea");
    area.value = text;
    area.className = "hidden";
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    return Promise.resolve();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-print]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); return; }
    copy(button.getAttribute("data-copy")).then(
      function () { tell("已复制"); },
      function () { tell("没有复制成功，请选中文字后按 Ctrl+C。"); }
    );
  });

  // A form that only puts something away does so without leaving the page.
  document.addEventListener("submit", function (event) {
    var pressed = event.submitter; // where a form has several buttons
    var waiting = pressed && pressed.hasAttribute("data-busy") ? pressed : event.target.querySelector("[data-busy]");
    if (waiting) { waiting.textContent = waiting.getAttribute("data-busy"); window.setTimeout(function () { waiting.disabled = true; }); }
    var button = event.target.querySelector("[data-told]");
    if (!button) { return; }
    event.preventDefault();
    fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)), headers: { "X-Quiet": "1" } })
      .then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        tell(button.getAttribute("data-told"));
        return answer.text();
      })
      .then(function (size) {
        var link = document.querySelector('nav a[href="/basket"]');
        if (link && /^\d+$/.test(size)) { link.textContent = "选条篮 " + size; }
      })
      .catch(function () { tell("没有放成，请刷新页面再试。"); });
  });

  // Files that are dropped on the form are handed in as if they had been chosen.
  var zone = document.querySelector("form[data-drop]");
  if (zone && window.DataTransfer) {
    var section = zone.closest("section") || zone;
    var over = function (on) { section.classList.toggle("dropping", on); };
    ["dragover", "dragleave", "drop"].forEach(function (kind) {
      section.addEventListener(kind, function (event) {
        if (!event.dataTransfer || Array.prototype.indexOf.call(event.dataTransfer.types, "Files") < 0) { return; }
        event.preventDefault();
        over(kind === "dragover");
        if (kind !== "drop" || !event.dataTransfer.files.length) { return; }
        zone.querySelector("input[type=file]").files = event.dataTransfer.files;
        zone.querySelector("[type=submit]").click();
      });
    });
  }

  var at = -1;
  document.addEventListener("keydown", function (event) {
    var field = event.target.closest("input, textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "/" && !field) {
      var q = document.getElementById("q");
      if (q) { q.focus(); q.select(); event.preventDefault(); } else { window.location.href = "/search"; }
      return;
    }
    if (event.key === "Escape" && field) { field.blur(); return; }
    if (field || (event.key !== "j" && event.key !== "k" && event.key !== "J" && event.key !== "K")) { return; }
    var links = document.querySelectorAll(".list h2 a:first-child, .list h3 a:first-child");
    if (!links.length) { return; }
    at = Math.max(0, Math.min(links.length - 1, at + (event.key.toLowerCase() === "j" ? 1 : -1)));
    links[at].focus();
    links[at].scrollIntoView({ block: "center" });
  });
  document.addEventListener("htmx:afterSwap", function () {
    at = -1;
    // New results are told to whoever does not see them.
    var count = document.querySelector("#results [data-count]");
    var heard = document.getElementById("heard");
    if (count && heard) { heard.textContent = count.textContent; }
  });
})();
