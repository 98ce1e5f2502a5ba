/* A video of another site is framed only once the reader asks for it; without this file the link leads there. */
(() => {
  for (const link of document.querySelectorAll("[data-embed-url]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        return; // the reader wants the other site itself, in a tab of its own
      }
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = link.dataset.embedUrl;
      frame.title = link.dataset.embedTitle;
      frame.allow = "fullscreen; picture-in-picture; encrypted-media";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      link.replaceWith(frame);
      frame.focus();
    });
  }
})();
