// Loads the page again when the site is no longer the one that the page shows.
(() => {
  const known = Number(new URL(document.currentScript.src).search.slice(1));
  const pause = () => new Promise((resume) => setTimeout(resume, 500));
  const ask = async () => {
    try {
      // The server answers within 25 seconds, changed or not.
      const signal = AbortSignal.timeout(30000);
      const answer = await fetch(`/__kaozheng/version/${known}`, { cache: 'no-store', signal });
      if (answer.ok && Number(await answer.text()) !== known) {
        location.reload();
        // A page that is still here was not loaded again: something came between.
        await pause();
      }
    } catch {
      await pause();
    }
    return ask();
  };
  ask();
})();
