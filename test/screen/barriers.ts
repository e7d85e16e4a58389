import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What keeps somebody out of the page as it stands, by WCAG 2.2 A and AA as far as axe can tell: rule, element, why. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Half a megabyte of script: read once by each document, however often it is looked at.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const { violations } = await page.evaluate(async (tags): Promise<AxeResults> => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    // axe leaves this one out unless it is asked for by name.
    const rules = { 'target-size': { enabled: true } }
    // None of the rules reads style sheets, which axe would fetch and read all the same, each time.
    const preload = { assets: ['media'] }
    return axe.run(document, { runOnly: tags, rules, preload, resultTypes: ['violations'] })
  }, WCAG_22_AA)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`),
  )
}

export interface Look {
  language: 'zh-CN' | 'en'
  theme: 'day' | 'night'
  size: 'usual' | 'large'
}

/** Both languages, both themes, and the large type of 长辈版. */
export const LOOKS: readonly Look[] = (['zh-CN', 'en'] as const).flatMap(language => [
  { language, theme: 'day', size: 'usual' },
  { language, theme: 'night', size: 'usual' },
  { language, theme: 'day', size: 'large' },
])

/** Puts the page, where it stands, into this look. What moves is still, so that colours are judged as they end. */
export async function wear(page: Page, { language, theme, size }: Look): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const spoken = await page.evaluate(() => document.documentElement.lang)
  if (spoken !== language) {
    const url = new URL(page.url())
    url.searchParams.set('lang', language)
    await page.goto(url.href)
    // Where only what stands behind the # differs, nothing loads by itself.
    await page.waitForFunction(wanted => document.documentElement.lang === wanted, language)
  }
  await page.evaluate(
    ([nextTheme, nextSize]) => {
      document.documentElement.dataset['theme'] = nextTheme!
      document.documentElement.dataset['size'] = nextSize!
    },
    [theme, size],
  )
}

/** How far the page reaches beyond the edge of its window, in CSS px: at 200 % nobody should have to scroll sideways. */
export const beyondTheEdge = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
