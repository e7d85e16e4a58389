export const zh = {
  priority: { none: '普通', soldier: '军人', elder: '老年人', disabled: '残疾人', appointment: '预约' },
  status: {
    waiting: '等候中',
    called: '呼叫中',
    serving: '办理中',
    held: '已挂起',
    noShow: '已过号',
    completed: '已办结',
    cancelled: '已取消',
    expired: '已过期',
  },
} as const
