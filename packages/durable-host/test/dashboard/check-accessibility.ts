import type { Page } from 'playwright-core';

/** Looks for what keeps people out: names, labels, headings, ids, contrast. Answers what is wrong, one line each. */
export function checkAccessibility(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(isSeen);
    const nameOf = (element: HTMLElement): string => {
      const labelledBy = element.getAttribute('aria-labelledby');
      const label =
        element.getAttribute('aria-label') ?? (labelledBy && document.getElementById(labelledBy)?.textContent);
      const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
      return (
        label ??
        (labels.length > 0 ? labels.map((l) => l.textContent).join(' ') : element.textContent) ??
        ''
      ).trim();
    };
    const describe = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.className} '${element.textContent?.slice(0, 30)}'`;

    for (const element of all(
      'a, button, input, select, textarea, summary, [tabindex="0"], nav, dialog[open], section[aria-labelledby]',
    )) {
      if (nameOf(element) === '') problems.push(`no name: ${describe(element)}`);
    }
    const levels = all('h1, h2, h3, h4').map((heading) => Number(heading.tagName.slice(1)));
    if (levels.filter((level) => level === 1).length !== 1) problems.push(`headings of level 1: ${levels}`);
    for (const [i, level] of levels.entries())
      if (level > (levels[i - 1] ?? 0) + 1) problems.push(`a level of headings is left out: ${levels}`);
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`an id is there twice: ${id}`);
    for (const label of document.querySelectorAll('label[for]')) {
      if (document.getElementById(label.getAttribute('for') ?? '') === null)
        problems.push(`a label is for nothing: ${describe(label)}`);
    }
    for (const hidden of document.querySelectorAll('[aria-hidden=true]')) {
      if (hidden.querySelector('a[href], button, input, [tabindex="0"]') !== null)
        problems.push(`what is hidden can have the focus: ${describe(hidden)}`);
    }
    if (document.querySelectorAll('main').length !== 1) problems.push('there is not one main');
    if (document.documentElement.lang !== 'en') problems.push('the page has no language');
    for (const table of all('table'))
      if (table.querySelector('caption, th[scope=col]') === null)
        problems.push(`a table without headers: ${describe(table)}`);

    // Contrast, by the colours that were computed: WCAG 2.2, 1.4.3.
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('This browser has no canvas.');
    type Colour = readonly [number, number, number, number];
    const toColour = (text: string): Colour => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Colour, bottom: Colour): Colour => {
      const mix = (i: 0 | 1 | 2) => top[i] * top[3] + bottom[i] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const groundOf = (element: Element | null): Colour => {
      if (element === null) return [255, 255, 255, 1];
      const own = toColour(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
    };
    const light = ([r, g, b]: Colour) => {
      const part = (value: number) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    for (const element of all('body *')) {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
      );
      if (!hasText || element.matches(':disabled, option, noscript')) continue;
      const style = getComputedStyle(element);
      const ground = groundOf(element);
      const [a, b] = [light(over(toColour(style.color), ground)), light(ground)].sort((x, y) => y - x) as [
        number,
        number,
      ];
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) problems.push(`contrast ${ratio.toFixed(2)}: ${describe(element)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth)
      problems.push(`wider than the window: ${document.documentElement.scrollWidth} of ${innerWidth}`);
    return problems;
  });
}
