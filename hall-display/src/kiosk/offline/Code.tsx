import { create } from 'qrcode'

/** Modules of white around it, as readers want them. */
const MARGIN = 2

/** A QR code drawn here, for when no hub draws it. */
export function Code({ text, alt }: { text: string; alt: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data, (bit, at) => (bit ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '')).join('')
  return (
    <svg
      className="kiosk-code"
      viewBox={`${-MARGIN} ${-MARGIN} ${size + 2 * MARGIN} ${size + 2 * MARGIN}`}
      role="img"
      aria-label={alt}
      shapeRendering="crispEdges"
      data-testid="slip-qr"
      data-text={text}
    >
      <path d={dark} />
    </svg>
  )
}
