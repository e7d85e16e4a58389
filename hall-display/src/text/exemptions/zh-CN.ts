export const zh = {
  exemption: {
    granted: '待车场确认',
    unknown: '答复未收到',
    frozen: '有冲突',
    revoking: '正在撤回',
    confirmed: '已生效',
    honoured: '已使用',
    refused: '车场拒绝',
    revoked: '已撤回',
    expired: '已过期',
    writtenOff: '已核销',
    withheld: '未减免',
  },
  carClass: { casual: '临停车', monthCard: '月卡车', staff: '工作人员车', vip: '贵宾车' },
} as const
