import type { VoiceCard } from '@pingting/contract/words/board/voice'
import { describe, expect, test } from 'vitest'
import { localVoice, meansOf } from '../../../../hall-display/src/voice/voices.ts'
import { cardOver, sentenceOf } from '../../../../hall-display/src/voice/wording.ts'
import { shippedCard as card } from './shipped.ts'

describe('the words of a call', () => {
  test('[FA22] letters and digits one by one, in Chinese and in English', () => {
    expect(sentenceOf(card.zh, 'A001', '12')).toEqual({
      text: '请A 零 零 一，到一 二号窗口',
      clips: ['please', 'a', '0', '0', '1', 'to', '1', '2', 'window'].map(name => `zh/${name}.opus`),
    })
    expect(sentenceOf(card.en, 'A001', '12').text).toBe('Number A zero zero one, please go to counter one two.')
  })

  test('[FA22] a counter with a name is its name: no clip says it until a hall has recorded one', () => {
    const { text, clips } = sentenceOf(card.zh, 'A1', '综合窗口')
    expect([text, clips]).toEqual(['请A 一，到综 合 窗 口', undefined])

    const own = cardOver(card, { zh: { clips: { 综合窗口: 'general.mp3' } } as never }, file => `halls/h/${file}`)
    expect(sentenceOf(own.zh, 'A1', '综合窗口').clips?.at(-1)).toBe('halls/h/general.mp3')
  })

  test('[HL40] a hall lays its wording, its recordings and its notice over what is shipped, and the rest stays', () => {
    const notice = { zh: '今日停电', en: 'No power today' }
    const own = {
      ...{ prefer: 'clips', notice },
      zh: { wording: '{number}，{counter}窗口', spoken: { 1: '幺' }, clips: { 窗口: 'w.wav', 1: 'yao.wav' } },
    } as unknown as Partial<VoiceCard>
    const laid = cardOver(card, own, file => `halls/h/${file}`)

    const { text, clips } = sentenceOf(laid.zh, 'A1', '2')
    expect(text).toBe('A 幺，二窗口')
    expect(clips).toEqual(['zh/a.opus', 'halls/h/yao.wav', 'zh/2.opus', 'halls/h/w.wav'])
    expect(laid.en).toEqual(card.en)
    expect([laid.prefer, laid.notice]).toEqual(['clips', notice])
    expect(cardOver(card, undefined, file => file)).toEqual(card)
  })
})

describe('what says it', () => {
  const voice = (lang: string, localService = true) => ({ lang, localService })

  test('[FA23] a Chinese voice of this machine: no other language, no Cantonese, none that lives on the Internet', () => {
    expect(localVoice([voice('en-US'), voice('zh-HK'), voice('zh-CN', false)], 'zh')).toBeUndefined()
    expect(localVoice([voice('en-US'), voice('zh-CN')], 'zh')?.lang).toBe('zh-CN')
    expect(localVoice([voice('zh_CN_#Hans')], 'zh')?.lang).toBe('zh_CN_#Hans')
    expect(localVoice([voice('cmn-Hans-CN')], 'zh')).toBeDefined()
    expect(localVoice([voice('zh-CN'), voice('en-GB')], 'en')?.lang).toBe('en-GB')
  })

  test('[FA23] recordings come before the voice only where the hall prefers them and all of them are there', () => {
    const [whole, partly] = [{ text: '', clips: [] }, { text: '' }]
    expect(meansOf(whole, true, 'browser')).toBe('voice')
    expect(meansOf(whole, true, 'clips')).toBe('clips')
    expect(meansOf(whole, false, 'browser')).toBe('clips')
    expect(meansOf(partly, true, 'clips')).toBe('voice')
    expect(meansOf(partly, false, 'clips')).toBeUndefined()
  })
})
