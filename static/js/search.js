/* Search: suggestions while typing, and a count of opened results. Without it the forms and links work as they are. */
(() => {
  const pause = 150;

  for (const form of document.querySelectorAll("form[data-suggestions]")) {
    const input = form.querySelector("input[type=search]");
    if (input) {
      suggest(form, input);
    }
  }

  function suggest(form, input) {
    const list = document.createElement("ul");
    list.id = `${input.id}-goi-y`;
    list.className = "search-suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestionsLabel);
    list.hidden = true;
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    form.append(list, status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    let timer = 0;
    let asked = null;
    let active = -1;

    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const activate = (place) => {
      const options = [...list.children];
      active = (place + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    };

    const open = (option) => {
      window.location.assign(option.dataset.url);
    };

    const show = ([text, titles, kinds, paths]) => {
      if (text !== input.value.trim() || document.activeElement !== input) {
        return;
      }
      list.replaceChildren(
        ...titles.map((title, place) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${place}`;
          option.className = "search-suggestions__option";
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.url = paths[place];
          const kind = document.createElement("span");
          kind.className = "search-suggestions__kind";
          kind.textContent = kinds[place];
          option.append(title, " ", kind);
          return option;
        }),
      );
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = titles.length === 0;
      input.setAttribute("aria-expanded", String(titles.length > 0));
      status.textContent = titles.length ? `${titles.length} ${form.dataset.suggestionsCount}` : "";
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      const text = input.value.trim();
      if (text.length < 2) {
        close();
        return;
      }
      timer = setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        try {
          const query = new URLSearchParams({ q: text });
          const answer = await fetch(`${form.dataset.suggestions}?${query}`, { signal: asked.signal });
          if (answer.ok) {
            show(await answer.json());
          }
        } catch {
          // The form works without suggestions.
        }
      }, pause);
    });

    input.addEventListener("keydown", (event) => {
      if (list.hidden) {
        return;
      }
      if (event.key === "ArrowDown") {
        activate(active + 1);
      } else if (event.key === "ArrowUp") {
        activate(active < 0 ? -1 : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        open(list.children[active]);
      } else if (event.key === "Escape") {
        close();
      } else {
        return;
      }
      event.preventDefault();
    });

    input.addEventListener("blur", close);
    // Before the field loses its focus, which closes the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        open(option);
      }
    });
  }

  for (const list of document.querySelectorAll("[data-opened-url]")) {
    list.addEventListener("click", (event) => {
      const token = event.target.closest("a[href]")?.closest("[data-opened]")?.dataset.opened;
      if (token) {
        navigator.sendBeacon(list.dataset.openedUrl, new URLSearchParams({ t: token }));
      }
    });
  }
})();
