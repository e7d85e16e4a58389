import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepShot, press, words } from '../../browser.ts'
import { openPhoneStage, PATIENT, type PhoneStage, workerReady } from './stage.ts'

let stage: PhoneStage
beforeAll(async () => {
  stage = await openPhoneStage()
})
afterAll(async () => {
  await stage?.close()
})

describe('the phone without a network', () => {
  it('[FA43] offline it shows its last state and how old that is; back again it is live, and missed nothing', async () => {
    const { number, link } = await stage.take()
    const phone = await stage.phone(link)
    await expect.poll(() => words(phone, 'ahead-tally'), PATIENT).toBe('0')

    // when the hub goes away, the badge says as of when
    stage.house.hub.process.kill('SIGKILL')
    await stage.house.hub.ended
    await expect.poll(() => words(phone, 'link-badge'), PATIENT).toMatch(/^数据截至 \d\d:\d\d:\d\d/)
    expect(await words(phone, 'ticket-number')).toBe(number)

    // when it is back and calls, the page hears of it
    await stage.house.restart('hub')
    await expect.poll(() => phone.getByTestId('link-badge').getAttribute('data-live'), PATIENT).toBe('true')
    await stage.call(number)
    await expect.poll(() => words(phone, 'ticket-words'), PATIENT).toContain('请到 1号窗口')
    await press(stage.desk, 'verb-miss')
  })

  it('[FA43] opened again without a network, it shows the last ticket with its age, also from the home screen', async () => {
    const { number, link } = await stage.take()
    const first = await stage.phone(link)
    await expect.poll(() => words(first, 'ticket-number'), PATIENT).toBe(number)
    await workerReady(first)
    const context = first.context()
    await first.close()

    for (const path of [link, '/phone']) {
      // when it is opened anew without a network
      await context.setOffline(true)
      const phone = await context.newPage()
      phone.on('pageerror', ({ message }) => stage.complaints.push(message))
      await phone.goto(stage.house.url + path)

      // then the number is there, with the time it was true, and nothing that needs the hub
      await expect.poll(() => words(phone, 'ticket-number'), PATIENT).toBe(number)
      expect(await words(phone, 'link-badge')).toMatch(/^数据截至 \d\d\/\d\d \d\d:\d\d:\d\d，正在连接$/)
      for (const id of ['cancel', 'plate-open', 'alerts-on']) expect(await phone.getByTestId(id).count()).toBe(0)
      await keepShot(phone, 'phone-kept')

      // and the network back, it is live without a touch
      await context.setOffline(false)
      await expect.poll(() => phone.getByTestId('link-badge').getAttribute('data-live'), PATIENT).toBe('true')
      await phone.close()
    }
  })

  it('[FA44] nothing the hub answers is ever in the worker’s cache', async () => {
    const { link } = await stage.take()
    const phone = await stage.phone(link)
    await workerReady(phone)
    await phone.reload()
    await expect.poll(() => phone.getByTestId('ahead-tally').isVisible(), PATIENT).toBe(true)
    const kept = await phone.evaluate(async () => {
      const caches = await window.caches.keys()
      const requests = await Promise.all(caches.map(async name => (await window.caches.open(name)).keys()))
      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(kept.length).toBeGreaterThan(5)
    expect(kept.filter(path => path !== '/phone' && !path.startsWith('/assets/'))).toEqual([])
  })

  it('[AU2] no page failed a script or broke the content policy on the way', () => {
    expect(stage.complaints).toEqual([])
  })
})
