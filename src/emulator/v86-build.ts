/**
 * Everything about v86 that its documentation does not promise: names, memory offsets, device fields. Checked against the
 * running build at start-up, so that another version of v86 is refused instead of diverging some day.
 * Must not know: machines, the log.
 */

/** Byte offsets in v86's WebAssembly memory, by the name that v86's `cpu` object has for a view of the same place. */
const offsets = {
  reg32: 64,
  last_op_size: 96,
  flags_changed: 100,
  last_op1: 104,
  last_result: 112,
  flags: 120,
  segment_access_bytes: 512,
  instruction_pointer: 556,
  idtr_size: 564,
  idtr_offset: 568,
  gdtr_size: 572,
  gdtr_offset: 576,
  cr: 580,
  cpl: 612,
  in_hlt: 616,
  sysenter_cs: 636,
  sysenter_esp: 640,
  sysenter_eip: 644,
  instruction_counter: 664,
  sreg: 668,
  dreg: 684,
  segment_is_null: 724,
  segment_offsets: 736,
  segment_limits: 768,
  fpu_stack_empty: 816,
  mxcsr: 824,
  reg_xmm32s: 832,
  fpu_stack_ptr: 1032,
  fpu_control_word: 1036,
  fpu_status_word: 1040,
  fpu_st: 1152,
} as const;

export const v86Build = {
  version: '0.5.462',
  offsets,
  /** The JIT's modules start at this index of the function table. */
  jitTableOffset: 1024,
  /** Indices for `set_jit_config`: whether the JIT is off, and how much one module may hold. */
  jitDisabledSetting: 0,
  jitPagesSetting: 1,
  jitExtraBlocksSetting: 3,
  /** ATA commands that transfer by DMA: read, read extended, write, write extended. */
  dmaCommands: [0xc8, 0x25, 0xca, 0x35] as readonly number[],
  imports: [
    '__indirect_function_table',
    'microtick',
    'get_rand_int',
    'run_hardware_timers',
    'codegen_finalize',
    'stop_idling',
    'cpu_event_halt',
  ],
  exports: [
    'memory',
    'main_loop',
    'allocate_memory',
    'device_raise_irq',
    'codegen_finalize_finished',
    'set_jit_config',
    'rust_init',
  ],
} as const;

export type RegisterName = keyof typeof offsets;

/** What a check compares with; tests alter it. */
export interface V86Build {
  readonly version: string;
  readonly offsets: Readonly<Record<string, number>>;
  readonly imports: readonly string[];
  readonly exports: readonly string[];
}

/** The exports of v86.wasm that this project calls or observes. */
export interface V86Exports extends WebAssembly.Exports {
  memory: WebAssembly.Memory;
  main_loop(): number;
  allocate_memory(bytes: number): number;
  device_raise_irq(line: number): void;
  codegen_finalize_finished(index: number, start: number, flags: number): void;
  set_jit_config(index: number, value: number): void;
}

/** The imports that v86 passes to its WebAssembly module and that this project replaces. */
export interface V86Imports extends WebAssembly.ModuleImports {
  __indirect_function_table: WebAssembly.Table;
  run_hardware_timers(acpi: number, nowMs: number): number;
  cpu_event_halt(): void;
}

export interface V86Uart {
  input: number[];
}

export interface V86Queue {
  enabled: boolean;
  count_requests(): number;
}

export interface V86DriveChannel {
  dma_command: number;
  current_interface: { current_command: number };
  dma_write_command8(value: number): void;
}

/** The part of `emulator.v86.cpu` that this project touches. */
export interface V86Cpu {
  wasm_memory: WebAssembly.Memory;
  devices: {
    uart0: V86Uart;
    uart1: V86Uart;
    virtio_net: { virtio: { queues: V86Queue[] } };
    ide: { primary?: V86DriveChannel };
  };
}

/** An instance of v86's `V86` class, with the parts that its type declaration leaves out. */
export interface V86Instance {
  v86: {
    cpu: V86Cpu;
    /** The clock that v86's devices read, bound when v86 was imported. */
    constructor: { microtick(): number };
  };
  bus: { send(event: string, value: unknown): void };
  add_listener(event: string, listener: (value: never) => void): void;
  serial_send_bytes(port: number, bytes: Uint8Array): void;
  restore_state(state: ArrayBuffer): Promise<void>;
  save_state(): Promise<ArrayBuffer>;
  destroy(): Promise<void>;
}

/** Another v86 than the one this project was written for. */
export class WrongV86Error extends Error {
  constructor(difference: string, build: V86Build) {
    super(
      `This v86 is not version ${build.version}, the only one that Lockstep knows: ${difference}. ` +
        `Run "npm ci" to install the version in package-lock.json, or review src/emulator/v86-build.ts for the new one.`,
    );
    this.name = 'WrongV86Error';
  }
}

/** Throws WrongV86Error unless the compiled v86.wasm has the imports and exports that the machine replaces or calls. */
export function checkV86Module(module: WebAssembly.Module, build: V86Build = v86Build): void {
  const has = (list: { name: string }[], name: string): boolean => list.some((item) => item.name === name);
  const imports = WebAssembly.Module.imports(module);
  const exports = WebAssembly.Module.exports(module);
  for (const name of build.imports)
    if (!has(imports, name)) throw new WrongV86Error(`v86.wasm does not import ${name}`, build);
  for (const name of build.exports)
    if (!has(exports, name)) throw new WrongV86Error(`v86.wasm does not export ${name}`, build);
}

/** Throws WrongV86Error unless the running processor keeps its registers and devices where the machine looks for them. */
export function checkV86Cpu(cpu: V86Cpu, withDisk: 'with-disk' | 'without-disk', build: V86Build = v86Build): void {
  const views = cpu as unknown as Record<string, { byteOffset?: number } | undefined>;
  for (const [name, offset] of Object.entries(build.offsets)) {
    const found = views[name]?.byteOffset;
    if (found !== offset)
      throw new WrongV86Error(`register ${name} is at ${found ?? 'no known place'} instead of ${offset}`, build);
  }
  const { devices } = cpu;
  const expected: [string, unknown][] = [
    ['uart0.input', Array.isArray(devices.uart0?.input)],
    ['uart1.input', Array.isArray(devices.uart1?.input)],
    ['virtio_net queue', typeof devices.virtio_net?.virtio?.queues?.[0]?.count_requests === 'function'],
  ];
  if (withDisk === 'with-disk') {
    const channel = devices.ide?.primary;
    expected.push(['ide.dma_write_command8', typeof channel?.dma_write_command8 === 'function']);
    expected.push(['ide.dma_command', typeof channel?.dma_command === 'number']);
    expected.push(['ide.current_command', typeof channel?.current_interface?.current_command === 'number']);
  }
  for (const [name, present] of expected)
    if (present !== true) throw new WrongV86Error(`device field ${name} is missing`, build);
}
