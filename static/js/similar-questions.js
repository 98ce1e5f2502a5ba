/* While a question is being written, what was asked and answered before is proposed beside it. */
(() => {
  const form = document.querySelector("[data-similar-questions]");
  if (!form) {
    return;
  }
  const box = form.querySelector("[data-similar-list]");
  const list = box.querySelector("ul");
  let waiting = 0;
  let asked = "";

  const show = (questions) => {
    list.replaceChildren(
      ...questions.map((question) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = new URL(question.url).pathname;
        link.textContent = question.title;
        link.lang = "vi";
        item.append(link);
        return item;
      }),
    );
    box.hidden = questions.length === 0;
  };

  const look = async () => {
    const text = `${form.elements.title.value} ${form.elements.text.value}`.trim().slice(0, 300);
    if (text === asked || text.length < 6) {
      return;
    }
    asked = text;
    const answer = await fetch(`${form.dataset.similarQuestions}?q=${encodeURIComponent(text)}`);
    if (answer.ok && text === asked) {
      show((await answer.json()).results);
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target === form.elements.title || event.target === form.elements.text) {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => look().catch(() => {}), 400);
    }
  });
})();
