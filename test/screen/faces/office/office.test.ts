import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriersOn, beyondTheEdge } from '../../barriers.ts'
import { openStage, press, type Stage, words } from '../../browser.ts'
import { logIn, SIZES } from '../../gallery/camera.ts'
import { PATIENT } from '../board-floor.ts'
import { type Hall, openHall, PLATE, WORDS } from './office-floor.ts'

let stage: Stage
let hall: Hall
let office: Page
beforeAll(async () => {
  stage = await openStage()
  office = await logIn(stage, '/office', 'manager')
  await office.getByTestId('office').waitFor(PATIENT)
})
afterAll(async () => {
  hall?.close()
  await stage?.close()
})

const figure = async (name: string): Promise<string> => (await words(office, `today-${name}`)).trim()
const stateOf = (counterId: string): Promise<string> =>
  office.locator(`[data-counter=${counterId}]`).innerText({ timeout: PATIENT.timeout })
const all = (page: Page): Promise<string> => page.locator('body').innerText()

/** What a click on a link brings, as a file that was saved. */
async function download(testId: string): Promise<Buffer> {
  const coming = office.waitForEvent('download')
  await press(office, testId)
  return readFileSync(await (await coming).path())
}

describe('the office while the hall is at work', () => {
  it('[FA49] empty: no counter is open, nobody was rated, and nothing is divided by nothing', async () => {
    expect(await words(office, 'no-cases')).toBe('没有待整改的差评')
    expect([await figure('waiting'), await figure('longest'), await figure('activeGood')]).toEqual(['0', '—', '—'])
    expect(await words(office, 'closed-counters')).toContain('未开放 40 个窗口')
  })

  it('[FA49] counters come with their people, say how they are, and whom they serve by number', async () => {
    hall = await openHall(stage.house.url, 3)
    const { number } = await hall.take()
    const called = await hall.call(1)
    await hall.verb(1, 'ticket.arrive', called)
    await hall.pause(3)

    await expect.poll(() => stateOf('C01'), PATIENT).toMatch(new RegExp(`办理中.*${number}.*1号窗口工作人员`, 's'))
    await expect.poll(() => stateOf('C02'), PATIENT).toContain('空闲')
    await expect.poll(() => stateOf('C03'), PATIENT).toMatch(/已暂停\s*整理材料/)
    await expect.poll(() => figure('serving'), PATIENT).toBe('1')
    await hall.verb(1, 'ticket.finish', called)
    await expect.poll(() => figure('completed'), PATIENT).toBe('1')
  })

  it('[FA50] a bad rating comes by itself, is told aloud, with level and time left, and without a word of the visitor', async () => {
    await hall.visit(2, 1)

    const newest = office.getByTestId('case').first()
    await expect.poll(() => newest.innerText(), PATIENT).toMatch(/非常不满意.*作风类.*2号窗口.*整改剩余 \d 天/s)
    expect(await office.getByTestId('case-news').getAttribute('role')).toBe('alert')
    expect(await office.getByTestId('case-news').textContent()).toMatch(/新差评：2号窗口，企业开办与变更，非常不满意/)
    const shown = await all(office)
    for (const canary of [WORDS, '张三', PLATE]) expect(shown).not.toContain(canary)
  })

  it('[FA51] it tells what a newcomer would be told, and from twenty waits on how wrong that was', async () => {
    const row = office.locator('[data-service=enterprise]')
    const error = row.getByTestId('wait-error')
    expect((await error.innerText()).trim()).toBe('—')
    for (let n = 0; n < 20; n += 1) await hall.visit(1 + (n % 2), 5)

    await expect.poll(() => error.innerText(), PATIENT).toMatch(/^±\d+ 分（2\d 次）$/)
    expect(await row.innerText()).toMatch(/\d+–\d+ 分钟/)
  })
})

describe('what the office looks back on', () => {
  it('[FA52] days and weeks in a table, and the way down from the hall to a channel', async () => {
    const row = office.getByTestId('trend').locator('tbody tr')
    // Days are written every few seconds; the page asks when it is turned to, and then each minute.
    const look = async (): Promise<string> => {
      await press(office, 'view-live')
      await press(office, 'view-back')
      return row.innerText()
    }
    await expect.poll(look, PATIENT).toMatch(/22\s.*21\s/s)
    await press(office, 'grain-weeks')
    await expect.poll(() => row.count(), PATIENT).toBe(1)

    for (const [key, seen] of [
      ['C02', '2号窗口'],
      ['enterprise', '企业开办与变更'],
    ] as const) {
      await press(office, `drill-${key}`)
      await expect.poll(() => words(office, 'drill-way'), PATIENT).toContain(seen)
    }
    const last = office.locator('.card', { has: office.getByTestId('drill-way') }).locator('tbody tr')
    expect(await last.innerText()).toMatch(/手机\s+11\s+10\s+0\s+0\s+0\s+1\s+1\s+90\.91%/)
    await office.getByTestId('drill-way').getByRole('button').first().click()
    await expect.poll(() => last.count(), PATIENT).toBe(2)
  })

  it('[FA52] the files hold what the page shows, and open as CSV with a BOM and as a workbook', async () => {
    const csv = await download('ratings-csv')
    expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(csv.toString()).toContain('2,企业开办与变更,phone,11,10,0,0,0,1,0.9091')
    const sheets = (await readXlsxFile(await download('trend-xlsx'))) as unknown as [{ data: unknown[][] }]
    expect(sheets[0].data[1]!.slice(2, 4)).toEqual([22, 22])
  })

  it('[FA53] the sheet of a day is one page of A4, and on paper nothing else', async () => {
    await office.getByTestId('print-sheet').and(office.locator(':enabled')).waitFor(PATIENT)
    const pdf = (await office.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
    const [, , width, height] = /\/MediaBox\s*\[([^\]]+)\]/.exec(pdf)![1]!.trim().split(/\s+/).map(Number)
    expect([Math.round(width!), Math.round(height!)]).toEqual([595, 842])
    await office.emulateMedia({ media: 'print' })
    const paper = await all(office)
    expect(paper).toMatch(/烟台市政务服务中心日报[\s\S]*按窗口[\s\S]*按事项[\s\S]*按渠道[\s\S]*负责人签字/)
    for (const word of ['导出', '走势', '退出登录']) expect(paper).not.toContain(word)
    await office.emulateMedia({ media: 'screen' })
  })
})

describe('the office of others, and cut off', () => {
  it('[AC69] a clerk is told that the office is not his', async () => {
    const page = await logIn(stage, '/office', 'clerk09')
    expect(await words(page, 'not-yours')).toBe('这里只对大厅管理人员开放。')
    await page.context().close()
  })

  it('[FA56] with the hub gone it says since when what stands there is old, and then shows what is so', async () => {
    await press(office, 'view-live')
    const live = () => office.getByTestId('link-badge').getAttribute('data-live')
    const { hub } = stage.house
    hub.process.kill('SIGKILL')
    await hub.ended
    await expect.poll(live, PATIENT).toBe('false')
    expect(await words(office, 'link-badge')).toMatch(/^数据截至 \d\d:\d\d:\d\d/)
    expect(await figure('completed')).toBe('22')

    await stage.house.restart('hub')
    await expect.poll(live, { timeout: 60_000, interval: 100 }).toBe('true')
    await hall.visit(1, 4)
    await expect.poll(() => figure('completed'), PATIENT).toBe('23')
    expect(await office.getByTestId('case').count()).toBe(1)
  })

  it('[FA49] nothing reaches beyond the edge, and nothing complained', async () => {
    const found: string[] = []
    for (const language of ['zh-CN', 'en'])
      for (const size of [SIZES.desk, SIZES.wall])
        for (const [view, shows] of [
          ['live', 'services'],
          ['back', 'ratings'],
        ] as const) {
          await office.setViewportSize(size)
          await office.goto(`${stage.house.url}/office?view=${view}&lang=${language}`)
          await office.getByTestId(shows).first().waitFor(PATIENT)
          const wide = await office.evaluate(() =>
            [document.documentElement, ...document.querySelectorAll('.office-scroll')]
              .filter(one => one.scrollWidth > one.clientWidth)
              .map(one => one.textContent),
          )
          found.push(...wide.map(text => `${language} ${size.width} ${view}: ${text}`))
        }
    expect(found).toEqual([])
    expect(stage.complaints).toEqual([])
  })

  it('[FA100] on a phone it stands in one column: tables are moved sideways, no name is broken sign by sign', async () => {
    await office.setViewportSize(SIZES.phone)
    const found: string[] = []
    for (const language of ['zh-CN', 'en'])
      for (const [view, shows] of [
        ['live', 'services'],
        ['back', 'ratings'],
      ] as const) {
        await office.goto(`${stage.house.url}/office?view=${view}&lang=${language}`)
        await office.getByTestId(shows).first().waitFor(PATIENT)
        const cards = await office.locator('.office .card').evaluateAll(all => all.map(one => one.clientWidth))
        const lines = await office
          .locator('.office tbody th')
          .evaluateAll(all => all.map(one => one.clientHeight / Number.parseFloat(getComputedStyle(one).lineHeight)))
        found.push(...(await barriersOn(office)).map(barrier => `${language} ${view}: ${barrier}`))
        found.push(...cards.filter(width => width < 350).map(width => `${language} ${view}: a card of ${width}`))
        found.push(...lines.filter(tally => tally >= 2.5).map(tally => `${language} ${view}: ${tally} lines`))
        if ((await beyondTheEdge(office)) > 0) found.push(`${language} ${view}: beyond the edge`)
      }
    expect(found).toEqual([])
  })
})
