/** The loudspeaker of the page: the chime, and clips one after the other. */
export interface Sound {
  /** Whether the browser lets it be heard; false until somebody touched the screen, where its policy asks for that. */
  readonly isOpen: boolean
  /** Within a touch. */
  open(): Promise<void>
  chime(): Promise<void>
  /** Fetches them now: when one is needed the hub may be away. */
  prepare(paths: readonly string[]): void
  /** Plays them as one, each to its end. @param paths of files. @throws where one cannot be fetched or read. */
  play(paths: readonly string[]): Promise<void>
  close(): void
}

const TONES = [
  { hertz: 880, atSeconds: 0 },
  { hertz: 660, atSeconds: 0.28 },
] as const
const TONE_SECONDS = 0.5
const LOUDNESS = 0.25
const CHIME_SECONDS = 0.9
/** Between the end of what was said and the next. */
const REST_SECONDS = 0.25

export function openSound(changed: () => void): Sound {
  const audio = new AudioContext()
  audio.addEventListener('statechange', changed)
  const clips = new Map<string, Promise<AudioBuffer>>()

  async function load(path: string): Promise<AudioBuffer> {
    const answer = await fetch(path)
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return audio.decodeAudioData(await answer.arrayBuffer())
  }
  function clip(path: string): Promise<AudioBuffer> {
    const known = clips.get(path) ?? load(path)
    clips.set(path, known)
    known.catch(() => clips.delete(path))
    return known
  }

  return {
    get isOpen() {
      return audio.state === 'running'
    },
    open: () => audio.resume(),
    async chime() {
      for (const { hertz, atSeconds } of TONES) ring(audio, hertz, audio.currentTime + atSeconds)
      await pause(CHIME_SECONDS)
    },
    prepare: paths => paths.forEach(path => void clip(path).catch(() => undefined)),
    async play(paths) {
      const buffers = await Promise.all(paths.map(clip))
      let start = audio.currentTime
      for (const buffer of buffers) {
        const source = new AudioBufferSourceNode(audio, { buffer })
        source.connect(audio.destination)
        source.start(start)
        start += buffer.duration
      }
      await pause(start - audio.currentTime + REST_SECONDS)
    },
    close: () => void audio.close(),
  }
}

const pause = (seconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1_000))

/** Made in the browser, and falling. */
function ring(audio: AudioContext, hertz: number, start: number): void {
  const tone = new OscillatorNode(audio, { frequency: hertz })
  const level = new GainNode(audio, { gain: LOUDNESS })
  level.gain.setValueAtTime(LOUDNESS, start)
  level.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS)
  tone.connect(level).connect(audio.destination)
  tone.start(start)
  tone.stop(start + TONE_SECONDS)
}
