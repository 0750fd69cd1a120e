/// The page's only script: it filters the questions that are there. Without it, everything is shown.
enum PageScript {
  static let text = #"""
    (function () {
      "use strict";
      var box = document.getElementById("search"), found = document.getElementById("found");
      function plain(text) {
        return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
      }
      var entries = Array.from(document.querySelectorAll(".faq-entry")).map(function (entry) {
        var anchor = entry.querySelector(".faq-question[id], .faq-answer[id]");
        return {
          entry: entry, text: plain(entry.textContent),
          link: document.querySelector('.contents a[href="#' + CSS.escape(anchor.id) + '"]')
        };
      });
      function show(element, isShown) { element.classList.toggle("out", !isShown); }
      function search() {
        var words = plain(box.value).split(/\s+/).filter(Boolean), count = 0;
        entries.forEach(function (one) {
          var fits = words.every(function (word) { return one.text.includes(word); });
          if (fits) { count += 1; }
          show(one.entry, fits);
          if (one.link) { show(one.link.parentElement, fits); }
        });
        document.querySelectorAll(".faq-topic, .topic").forEach(function (topic) {
          show(topic, topic.querySelector(".faq-entry:not(.out), li:not(.out)") !== null);
          if (topic.tagName === "DETAILS") {
            topic.open = words.length > 0 && count < 25;
            topic.querySelector(".number").textContent = topic.querySelectorAll("li:not(.out)").length;
          }
        });
        document.querySelectorAll(".map").forEach(function (map) { show(map, words.length === 0); });
        found.textContent = words.length === 0 ? ""
          : count === 0 ? "No answer has all these words. Try fewer."
          : count + (count === 1 ? " answer has" : " answers have") + " all these words.";
      }
      function follow() {
        var id = decodeURIComponent(location.hash.slice(1));
        var target = id && document.getElementById(id);
        // What a link leads to is shown, whatever was searched for.
        if (!target || !target.closest(".out")) { return; }
        box.value = "";
        search();
        var fold = target.closest("details");
        if (fold) { fold.open = true; }
        target.scrollIntoView();
      }
      box.addEventListener("input", search);
      window.addEventListener("hashchange", follow);
      // A link to where the address leads already changes nothing, and is followed all the same.
      document.addEventListener("click", function (event) {
        var link = event.target.closest('a[href^="#"]');
        if (link && link.hash === location.hash) { follow(); }
      });
      document.addEventListener("keydown", function (event) {
        if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
        if (event.key === "Escape" && document.activeElement === box) { box.value = ""; search(); }
      });
      document.querySelector(".search").hidden = false;
      if (box.value) { search(); }
    }());

    """#
}
