// Loads the page again when the site has changed.
(async () => {
  const known = {version};
  for (;;) {
    try {
      const answer = await fetch(`/__kaozheng/version/${known}`, { cache: 'no-store' });
      if (answer.ok && +(await answer.text()) !== known) return location.reload();
    } catch {
      await new Promise((resume) => setTimeout(resume, 500));
    }
  }
})();
