/** One connection to another browser, by perfect negotiation: either side may begin, and who is polite gives way. */
import type { Encoding } from "./thrift";
import { spend } from "./thrift";

export interface Signal {
  description?: RTCSessionDescriptionInit | null;
  candidate?: RTCIceCandidateInit | null;
}

export interface PeerEvents {
  signal(signal: Signal): void;
  media(stream: MediaStream): void;
  state(state: RTCPeerConnectionState): void;
}

type Kind = "audio" | "video";
export type Tracks = Record<Kind, MediaStreamTrack | null>;

const KINDS: readonly Kind[] = ["audio", "video"];
const RESTART_AFTER = 3000;

export class Peer {
  readonly connection: RTCPeerConnection;
  readonly remote = new MediaStream();
  #making = false;
  #ignoring = false;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #tracks: Tracks = { audio: null, video: null };

  /**
   * Sound and picture have their places from the first offer on: switching a camera is another track, never another
   * negotiation. Only one side makes them; made on both, an offer from each would leave every place twice.
   */
  constructor(
    private readonly polite: boolean,
    iceServers: RTCIceServer[],
    private readonly events: PeerEvents,
  ) {
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.connection.onnegotiationneeded = () => { void this.#offer(); };
    this.connection.onicecandidate = ({ candidate }) => { this.events.signal({ candidate: candidate?.toJSON() ?? null }); };
    this.connection.onconnectionstatechange = () => { this.#changed(); };
    this.connection.ontrack = ({ track }) => { this.remote.addTrack(track); this.events.media(this.remote); };
    if (!polite) for (const kind of KINDS) this.connection.addTransceiver(kind, { direction: "sendrecv" });
  }

  async send(tracks: Tracks): Promise<void> {
    this.#tracks = tracks;
    await Promise.all(KINDS.map(async (kind) => { await this.#place(kind)?.sender.replaceTrack(tracks[kind]); }));
  }

  async spend(encoding: Encoding): Promise<void> {
    const sender = this.#place("video")?.sender;
    if (sender && this.connection.connectionState === "connected") await spend(sender, encoding);
  }

  async hear({ description, candidate }: Signal): Promise<void> {
    if (description) await this.#described(description);
    else await this.#candidate(candidate);
  }

  restart(): void {
    if (this.connection.connectionState !== "closed") this.connection.restartIce();
  }

  close(): void {
    clearTimeout(this.#restart);
    this.connection.close();
  }

  #place(kind: Kind): RTCRtpTransceiver | undefined {
    return this.connection.getTransceivers().find((one) => one.receiver.track.kind === kind);
  }

  async #offer(): Promise<void> {
    try {
      this.#making = true;
      await this.connection.setLocalDescription();
      this.events.signal({ description: this.connection.localDescription });
    } finally {
      this.#making = false;
    }
  }

  async #described(description: RTCSessionDescriptionInit): Promise<void> {
    const collision = description.type === "offer" && (this.#making || this.connection.signalingState !== "stable");
    this.#ignoring = !this.polite && collision;
    if (this.#ignoring) return;
    await this.connection.setRemoteDescription(description);
    if (description.type !== "offer") return;
    for (const transceiver of this.connection.getTransceivers()) transceiver.direction = "sendrecv";
    await this.send(this.#tracks);
    await this.connection.setLocalDescription();
    this.events.signal({ description: this.connection.localDescription });
  }

  async #candidate(candidate: RTCIceCandidateInit | null | undefined): Promise<void> {
    try {
      await this.connection.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoring) throw error;
    }
  }

  #changed(): void {
    const state = this.connection.connectionState;
    clearTimeout(this.#restart);
    if (state === "failed") this.restart();
    else if (state === "disconnected") this.#restart = setTimeout(() => { this.restart(); }, RESTART_AFTER);
    this.events.state(state);
  }
}
