import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../../support/hub-process.ts'
import { barriersOn, beyondTheEdge, LOOKS, wear } from '../barriers.ts'
import { openStage, pairingLink, press, type Stage } from '../browser.ts'

const PATIENT = { timeout: 30_000 }
const DESK = { width: 1366, height: 768 }
/** A desk of 1366 px enlarged to 200 %. */
const ENLARGED = { width: 683, height: 384 }

let stage: Stage
/** The way to the page of a ticket that was taken at the kiosk. */
let ticketPage: string
beforeAll(async () => {
  stage = await openStage()
  const kiosk = await stage.open(await pairingLink(stage, 'kiosk'), { width: 1080, height: 1920 })
  await press(kiosk, 'service-enterprise')
  await press(kiosk, 'take')
  const qr = await kiosk.getByTestId('slip-qr').getAttribute('src')
  const link = new URL(new URL(qr!, stage.house.url).searchParams.get('text')!)
  ticketPage = link.pathname + link.search + link.hash
  await kiosk.context().close()
})
afterAll(() => stage?.close())

const loggedIn = new Map<string, Page>()

/** At `path` as somebody who logs in once, and then goes from page to page. */
async function logIn(path: string, staffId: string): Promise<Page> {
  const known = loggedIn.get(staffId)
  if (known !== undefined) {
    await known.setViewportSize(DESK)
    await known.goto(stage.house.url + path)
    return known
  }
  const page = await stage.open(path, DESK)
  loggedIn.set(staffId, page)
  await page.getByTestId('staff-id').fill(staffId)
  await page.getByTestId('password').fill(PASSWORD)
  await press(page, 'log-in-submit')
  await page.getByTestId('log-out').waitFor(PATIENT)
  return page
}

/** A clerk before somebody who is called, with others in the lists. */
async function console(): Promise<Page> {
  const page = await logIn('/counter', 'clerk01')
  await press(page, 'open-C01')
  await press(page, 'verb-callNext')
  await page.getByTestId('current-number').waitFor(PATIENT)
  return page
}

const PAGES: Readonly<Record<string, { open(): Promise<Page>; shows: string }>> = {
  '/': { open: () => stage.open('/', DESK), shows: '[data-testid=pairing-links] a' },
  '/board without a hall': { open: () => stage.open('/board', DESK), shows: 'main' },
  '/board': {
    open: () => stage.open('/board?hall=yt-centre', { width: 1920, height: 1080 }),
    shows: '[data-testid=board]',
  },
  '/kiosk not paired': { open: () => stage.open('/kiosk', DESK), shows: '[data-testid=not-paired]' },
  '/kiosk': {
    open: async () => stage.open(await pairingLink(stage, 'kiosk'), { width: 1080, height: 1920 }),
    shows: '[data-testid=service-enterprise]',
  },
  '/counter to log in': { open: () => stage.open('/counter', DESK), shows: '[data-testid=log-in]' },
  '/counter to choose': { open: () => logIn('/counter', 'clerk02'), shows: '[data-testid=open-C02]' },
  '/counter': { open: console, shows: '[data-testid=console]' },
  '/tablet': {
    open: async () => stage.open(await pairingLink(stage, 'tablet', 'C01'), { width: 1024, height: 768 }),
    shows: '[data-testid=tablet]',
  },
  '/phone without a ticket': { open: () => stage.open('/phone', { width: 390, height: 844 }), shows: 'main' },
  '/phone': { open: () => stage.open(ticketPage, { width: 390, height: 844 }), shows: '[data-testid=phone]' },
  '/account': { open: () => logIn('/account', 'clerk02'), shows: '[data-testid=second-factor]' },
  '/parking': { open: () => logIn('/parking', 'operator'), shows: '[data-testid=gate-link]' },
  '/booth': { open: () => logIn('/booth', 'operator'), shows: '[data-testid=booth]' },
  '/books': { open: () => logIn('/books', 'operator'), shows: '[data-testid=closing]' },
  '/admin': { open: () => logIn('/admin', 'admin'), shows: '[data-testid=steps-left]' },
  '/office': { open: () => logIn('/office', 'manager'), shows: '[data-testid=office]' },
  '/office looking back': { open: () => logIn('/office?view=back', 'manager'), shows: '[data-testid=office-back]' },
  '/wall': { open: () => logIn('/wall', 'manager'), shows: '[data-testid=wall]' },
  '/policies': { open: () => logIn('/policies', 'manager'), shows: '[data-testid=policies]' },
  '/book': { open: () => stage.open('/book', { width: 390, height: 844 }), shows: '[data-testid=services]' },
  '/appointments': { open: () => logIn('/appointments', 'manager'), shows: '[data-testid=slot-loads]' },
  '/pair': { open: () => stage.open('/pair', DESK), shows: 'main' },
}

describe('every page', () => {
  it.each(Object.keys(PAGES))(
    '[FA3] %s keeps nobody out, in both languages, by day and by night, in large type, at 200 %',
    async name => {
      const { open, shows } = PAGES[name]!
      const page = await open()
      const found: string[] = []
      for (const look of LOOKS) {
        await wear(page, look)
        await page.locator(shows).first().waitFor(PATIENT)
        const barriers = await barriersOn(page)
        found.push(...barriers.map(barrier => `${look.language} ${look.theme} ${look.size}: ${barrier}`))
      }
      if (page.viewportSize()?.width === DESK.width) {
        await page.setViewportSize(ENLARGED)
        const wider = await beyondTheEdge(page)
        if (wider > 0) found.push(`${wider} px beyond the edge at 200 %`)
      }
      // Whoever is logged in goes on to the next page; until then none of it moves.
      if ([...loggedIn.values()].includes(page)) await page.goto('about:blank')
      else await page.context().close()

      expect(found).toEqual([])
    },
    120_000,
  )

  it('[FA3] a picture without words, grey on white and tiny targets are found', async () => {
    const page = await stage.open('/', DESK)
    await page.getByTestId('faces').waitFor()
    await page.evaluate(() => {
      const picture = document.createElement('img')
      picture.src = '/icon.svg'
      const faint = document.createElement('p')
      faint.textContent = 'hardly to be read'
      faint.style.color = 'var(--line)'
      const tiny = ['a', 'b'].map(word => {
        const button = document.createElement('button')
        button.textContent = word
        button.style.cssText = 'width: 9px; height: 9px; padding: 0; border: 0; font-size: 6px'
        return button
      })
      const row = document.createElement('div')
      row.style.display = 'flex'
      row.append(...tiny)
      document.querySelector('main')!.append(picture, faint, row)
    })

    const rules = (await barriersOn(page)).map(barrier => barrier.split(':')[0])

    expect(new Set(rules)).toEqual(new Set(['image-alt', 'color-contrast', 'target-size']))
  })

  it('[FA3] the ring of the keyboard is seen on everything it comes to, and nothing moves for who asks for that', async () => {
    const page = await logIn('/counter', 'clerk03')
    await page.getByTestId('open-C03').waitFor(PATIENT)
    const rings: string[] = []
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab')
      const ring = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!)
        return `${outlineStyle} ${outlineWidth}`
      })
      rings.push(ring)
    }
    expect(new Set(rings)).toEqual(new Set(['solid 3px']))

    await page.emulateMedia({ reducedMotion: 'reduce' })
    const moving = await page.evaluate(() => {
      const mark = document.createElement('p')
      mark.style.cssText = 'animation: spin 2s infinite; transition: color 2s'
      document.body.append(mark)
      const { animationName, transitionDuration } = getComputedStyle(mark)
      return [animationName, transitionDuration]
    })
    expect(moving).toEqual(['none', '0s'])
  })
})
