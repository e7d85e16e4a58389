export const zh = {
  /** One side says of a use that both have booked that it is wrong. */
  dispute: {
    raise: '对结算单中的这一笔提出异议',
    title: '提出异议',
    side: '代表',
    hall: '大厅',
    lot: '停车场',
    evidence: '证据（抓拍图片编号，可不填）',
    byHall: '大厅提出异议',
    byLot: '停车场提出异议',
    evidenceIs: '证据 {evidence}',
    waitsForOtherSide: '须由另一方答复',
    open: '有 {count} 笔异议尚未答复，答复后才能签字。',
    sent: '已提出，等另一方答复。',
    rejectedBy: '{who} 提出的{kind}（{minutes} 分钟，{yuan}）由 {other} 否决',
    answer: '答复',
  },
} as const
