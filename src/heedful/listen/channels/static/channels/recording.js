// Records sound or pictures after somebody has pressed the button, and hands them to the form's own file field.

const TYPES = {
  audio: ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
  video: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
};

function fileOf(chunks, type) {
  const plain = type.split(";")[0];
  const ending = plain.split("/")[1];
  return new File(chunks, `recording.${ending}`, { type: plain });
}

class Recording {
  constructor(element) {
    this.element = element;
    this.kind = element.dataset.recording;
    this.words = element.dataset;
    this.field = element.closest("fieldset").querySelector('input[type="file"]');
    this.state = element.querySelector("[data-state]");
    this.record = element.querySelector("[data-record]");
    this.stop = element.querySelector("[data-stop]");
    this.playback = element.querySelector("[data-playback]");
    this.record.addEventListener("click", () => this.begin());
    this.stop.addEventListener("click", () => this.end());
  }

  async begin() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: this.kind === "video" });
    } catch {
      this.state.textContent = this.words.wordRefused;
      return;
    }
    const type = TYPES[this.kind].find((each) => MediaRecorder.isTypeSupported(each));
    const chunks = [];
    this.recorder = new MediaRecorder(this.stream, type ? { mimeType: type } : {});
    this.recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    this.recorder.addEventListener("stop", () => this.done(chunks));
    this.recorder.start(1000);
    this.left = Number(this.element.dataset.seconds);
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
    this.toggle(true);
  }

  tick() {
    // A screen reader hears it every ten seconds only.
    if (this.left % 10 === 0 || this.left < 4) this.state.textContent = this.words.wordRecording.replace("%seconds%", this.left);
    this.left -= 1;
    if (this.left < 0) this.end();
  }

  end() {
    clearInterval(this.timer);
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.toggle(false);
  }

  toggle(isRecording) {
    this.record.hidden = isRecording;
    this.stop.hidden = !isRecording;
    (isRecording ? this.stop : this.record).focus();
  }

  done(chunks) {
    const file = fileOf(chunks, this.recorder.mimeType);
    const given = new DataTransfer();
    given.items.add(file);
    this.field.files = given.files;
    const player = document.createElement(this.kind);
    player.controls = true;
    player.src = URL.createObjectURL(file);
    this.playback.replaceChildren(player);
    this.state.textContent = this.words.wordDone;
  }
}

export function enhanceRecordings(root) {
  const isAble = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  for (const element of root.querySelectorAll("[data-recording][hidden]")) {
    if (!isAble) continue;
    element.hidden = false;
    new Recording(element);
  }
}
