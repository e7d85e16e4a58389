import { localVoice, type Spoken } from './voices.ts'

/** Slower than a browser would: it is heard across a hall. */
const RATE = 0.85
/** Some browsers lose the end of a sentence; after so long for each sign, and this for the whole, it is taken as said. */
const MS_PER_SIGN = 450
const MS_AT_LEAST = 4_000

const voices = (): SpeechSynthesisVoice[] => globalThis.speechSynthesis?.getVoices() ?? []

export const hasVoice = (spoken: Spoken): boolean => localVoice(voices(), spoken) !== undefined

/** Says it by the voice of this machine, to its end. @throws where the browser does not let it, or lost it. */
export function utter(spoken: Spoken, text: string): Promise<void> {
  const voice = localVoice(voices(), spoken)
  const utterance = new SpeechSynthesisUtterance(text)
  Object.assign(utterance, { lang: voice?.lang ?? spoken, rate: RATE, ...(voice && { voice }) })
  return new Promise((resolve, reject) => {
    const lost = setTimeout(
      () => {
        speechSynthesis.cancel()
        reject(new Error('lost'))
      },
      MS_AT_LEAST + text.length * MS_PER_SIGN,
    )
    utterance.onend = () => {
      clearTimeout(lost)
      resolve()
    }
    utterance.onerror = ({ error }) => {
      clearTimeout(lost)
      reject(new Error(error))
    }
    speechSynthesis.speak(utterance)
  })
}
