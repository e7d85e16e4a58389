import { useEffect, useState } from 'react'
import { useLanguage, useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'

/** A voice of the browser for the page's language; many machines have none. */
function useVoice(language: string): SpeechSynthesisVoice | undefined {
  const [voices, setVoices] = useState<readonly SpeechSynthesisVoice[]>([])
  useEffect(() => {
    if (!('speechSynthesis' in window)) return
    const look = (): void => setVoices(speechSynthesis.getVoices())
    look()
    speechSynthesis.addEventListener('voiceschanged', look)
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look)
      speechSynthesis.cancel()
    }
  }, [])
  return voices.find(({ lang }) => lang.slice(0, 2) === language.slice(0, 2))
}

interface Props {
  /** What stands on the page: another page, and the reading of the last one ends. */
  step: string
  /** The words to read, asked for when the button is pressed. */
  words(): string
}

/** Reads the page aloud, and stops at a second press. Not there where the browser has no voice for the language. */
export function ReadAloud({ step, words }: Props) {
  const say = useText(kioskText)
  const language = useLanguage(state => state.language)
  const voice = useVoice(language)
  const [reading, setReading] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: step and language end a reading, and are not read
  useEffect(() => {
    setReading(false)
    if ('speechSynthesis' in window) speechSynthesis.cancel()
  }, [step, language])
  if (voice === undefined) return null
  const press = (): void => {
    speechSynthesis.cancel()
    if (!reading) {
      const spoken = new SpeechSynthesisUtterance(words())
      spoken.voice = voice
      spoken.lang = voice.lang
      spoken.onend = () => setReading(false)
      speechSynthesis.speak(spoken)
    }
    setReading(!reading)
  }
  return (
    <button type="button" className="button quiet" aria-pressed={reading} onClick={press} data-testid="read-aloud">
      {say(reading ? 'stopReading' : 'readAloud')}
    </button>
  )
}
