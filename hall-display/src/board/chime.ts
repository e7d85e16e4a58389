/** Two falling tones, made in the browser. Silent until somebody at the screen has switched the sound on. */
let audio: AudioContext | undefined

const TONES = [
  { hertz: 880, atSeconds: 0 },
  { hertz: 660, atSeconds: 0.28 },
] as const
const TONE_SECONDS = 0.5
const LOUDNESS = 0.25

export function setChime(on: boolean): void {
  void audio?.close()
  audio = on ? new AudioContext() : undefined
  chime()
}

export function chime(): void {
  if (audio === undefined) return
  for (const { hertz, atSeconds } of TONES) {
    const start = audio.currentTime + atSeconds
    const tone = new OscillatorNode(audio, { frequency: hertz })
    const level = new GainNode(audio, { gain: LOUDNESS })
    level.gain.setValueAtTime(LOUDNESS, start)
    level.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS)
    tone.connect(level).connect(audio.destination)
    tone.start(start)
    tone.stop(start + TONE_SECONDS)
  }
}
