/* A form with `data-proof-of-work` solves a challenge before it is sent; without scripts the form has other ways. */
(() => {
  const form = document.querySelector("[data-proof-of-work]");
  if (!form || !window.Worker || !window.TextEncoder) {
    return;
  }
  const status = form.querySelector("[data-proof-of-work-status]");
  const answer = form.elements.altcha;

  const solve = async () => {
    const response = await fetch(form.dataset.proofOfWork, { headers: { Accept: "application/json" } });
    if (!response.ok) {
      throw new Error(`challenge: ${response.status}`);
    }
    const challenge = await response.json();
    const worker = new Worker(form.dataset.proofOfWorkWorker);
    const number = await new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = reject;
      worker.postMessage(challenge);
    });
    worker.terminate();
    if (number < 0) {
      throw new Error("challenge: no solution");
    }
    return btoa(
      JSON.stringify({
        algorithm: challenge.algorithm,
        challenge: challenge.challenge,
        number,
        salt: challenge.salt,
        signature: challenge.signature,
      }),
    );
  };

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || button.name !== "send" || answer.value) {
      return;
    }
    event.preventDefault();
    if (status) {
      status.textContent = status.dataset.working;
    }
    try {
      answer.value = await solve();
    } catch {
      // The form's other ways are still open: it is sent as without scripts.
      answer.value = "";
    }
    const chosen = document.createElement("input");
    chosen.type = "hidden";
    chosen.name = button.name;
    chosen.value = button.value;
    form.append(chosen);
    form.submit();
  });
})();
